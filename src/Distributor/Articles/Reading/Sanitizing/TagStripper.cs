using System.Net;
using System.Text;

namespace Distributor.Articles.Reading.Sanitizing;

/// <summary>The words of a document that no HTML parser may see: linear, and every tag ends a paragraph's word.</summary>
internal static class TagStripper
{
    /// <summary>Flat, encoded paragraphs.</summary>
    public static string ToParagraphs(ReadOnlySpan<char> html)
    {
        var text = new StringBuilder();
        while (true)
        {
            var next = html.IndexOf('<');
            text.Append(WebUtility.HtmlDecode((next < 0 ? html : html[..next]).ToString()));
            if (next < 0 || next + 1 >= html.Length)
            {
                break;
            }
            html = html[(next + 1)..];
            if (html[0] is '!' or '?')
            {
                html = html[HtmlTagScanner.DeclarationLength(html, foreign: false)..];
                continue;
            }
            var isEnd = html[0] == '/';
            var name = HtmlTagScanner.Name(isEnd ? html[1..] : html);
            if (name.IsEmpty)
            {
                text.Append('<');
                continue;
            }
            html = html[HtmlTagScanner.Read(html).Length..];
            text.Append(HtmlTagScanner.Is(name, "p") || HtmlTagScanner.Is(name, "br") ? '\n' : ' ');
            if (!isEnd && HtmlTagScanner.HoldsRawText(name))
            {
                html = html[HtmlTagScanner.RawTextLength(html, name)..];
            }
        }
        var paragraphs = Paragraphs.Split(text.ToString());
        // The result goes through the parser's bounds itself.
        return Paragraphs.ToHtml(
            paragraphs.Count < HtmlBounds.MaxElements ? paragraphs : [string.Join(' ', paragraphs)]
        );
    }
}

using System.Text;
using CsCheck;

namespace Distributor.Tests.Channels.Telegram.Texts;

/// <summary>Telegram HTML of every shape that a feed may bring about: long, nested, and full of letters that are not one unit.</summary>
static class LongTexts
{
    /// <summary>One character each, as people see them.</summary>
    static readonly string[] Clusters =
    [
        "👩‍👩‍👧‍👦",
        "🏳️‍🌈",
        "🇵🇹",
        "👋🏽",
        "e\u0301",
        "a\u0301\u0328\u0323",
        "नि",
        "한",
        "ﷺ",
        "x",
        "漢",
        "🦘",
    ];

    static readonly string[] Words =
    [
        .. Clusters,
        "quokka ",
        "census. ",
        "ranger! ",
        "مرحبا ",
        "שלום ",
        "\u202Eright\u202C ",
        "新聞。",
        "\n",
        "\n\n",
        " ",
        "\u200B",
        "\u00A0",
        "\t",
        "\r\n",
        "&amp;",
        "&lt;b&gt; ",
        "&#128512;",
        "&nbsp;",
        "&",
        "\uD83D",
        "\uDE00",
        "\u0301",
        "/etc @Override #tag ",
    ];

    static readonly string[] Styles = ["b", "strong", "i", "u", "s", "del", "tg-spoiler"];

    /// <summary>Whole characters only, without blanks.</summary>
    public static Gen<string> OfClusters { get; } =
        Gen.Select(Gen.Int[0, Clusters.Length - 1], Gen.Int[1, 900])
            .Select((which, times) => Repeat(Clusters[which], times))
            .Array[1, 12]
            .Select(string.Concat);

    /// <summary>With tags that are closed in order, and everything else as it comes.</summary>
    public static Gen<string> Html { get; } =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 999], Gen.Frequency((12, Gen.Int[1, 9]), (3, Gen.Int[10, 200])))
            .Array[1, 60]
            .Select(Build);

    public static string Repeat(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    static string Build((int Kind, int Which, int Times)[] steps)
    {
        var html = new StringBuilder();
        var open = new Stack<string>();
        foreach (var (kind, which, times) in steps)
        {
            switch (kind)
            {
                case 0 when open.TryPop(out var closed):
                    html.Append("</").Append(closed).Append('>');
                    break;
                // A quote takes the link or code around it away.
                case 1 when which < 125 && !open.Contains("a") && !open.Contains("code") && !open.Contains("pre"):
                    Open("blockquote");
                    break;
                case 1:
                    Open(Styles[which % Styles.Length]);
                    break;
                // A link in a link or beside code in one place: which of them stays is the server's to say.
                case 2 when !open.Contains("a") && !open.Contains("code") && !open.Contains("pre"):
                    Open("a", $" href=\"https://example.org/{which}?a=1&amp;b={Repeat("x", times * 3)}\"");
                    break;
                case 3 when which < 200 && !open.Contains("a"):
                    Open("pre");
                    break;
                case 3 when which < 400 && !open.Contains("a"):
                    Open("code");
                    break;
                case 3 when which < 500 && !open.Contains("a"):
                    Open("pre");
                    Open("code", " class=\"language-csharp\"");
                    break;
                default:
                    html.Append(Repeat(Words[which % Words.Length], times));
                    break;
            }
        }
        while (open.TryPop(out var last))
        {
            html.Append("</").Append(last).Append('>');
        }
        return html.ToString();

        void Open(string name, string attributes = "")
        {
            html.Append('<').Append(name).Append(attributes).Append('>');
            open.Push(name);
        }
    }
}

using Distributor.Articles.Reading.Feeds.Xml;

namespace Distributor.Articles.Reading.Feeds.Fields;

/// <summary>Makes one line of plain text of what feeds write into titles, names and categories.</summary>
static class PlainText
{
    /// <summary>Longer titles are texts without one, or attacks.</summary>
    public const int MaxTitle = 500;

    /// <summary>As much of a field is looked at; the rules for markup in a line of text need no more and stay quick.</summary>
    const int MaxWritten = 20_000;

    /// <summary>
    /// One line of plain text out of a field that is HTML by rule (RSS) or by habit (Atom). Entities are decoded up to twice,
    /// because half the feeds escape them twice. A tag is removed where it is markup; in <c>how to use &amp;lt;b&amp;gt;</c>
    /// it is a word, and <c>1 &lt; 2</c> is arithmetic.
    /// </summary>
    public static string OfHtml(string written)
    {
        written = written[..Math.Min(written.Length, MaxWritten)];
        var once = XmlEntities.DecodeOnce(HtmlTags.Strip(written));
        var stripped = HtmlTags.HasPair(once) ? HtmlTags.Strip(once) : once;
        var twice = XmlEntities.DecodeOnce(stripped);
        return OneLine(HtmlTags.HasPair(twice) ? HtmlTags.Strip(twice) : twice);
    }

    /// <summary>Runs of white space become one space; invisible marks at the ends go.</summary>
    public static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Trim('\uFEFF', '\u200B', ' ');

    /// <summary>The start of a text that is too long, cut at a word, with an ellipsis.</summary>
    public static string Shorten(string text, int length)
    {
        if (text.Length <= length)
            return text;
        var end = text.LastIndexOf(' ', length - 1, length / 3);
        end = end > 0 ? end : length - 1;
        // Never between the two halves of one character.
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return $"{text.AsSpan(0, end).TrimEnd(" ,;:–-")}…";
    }
}

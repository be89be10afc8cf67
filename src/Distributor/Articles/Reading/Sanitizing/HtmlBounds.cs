namespace Distributor.Articles.Reading.Sanitizing;

/// <summary>Why a document is not handed to an HTML parser.</summary>
public enum HtmlFault
{
    None,
    TooDeep,
    TooManyElements,
    TooManyAttributes,
}

/// <summary>
/// A linear look at the tags of a document before any HTML parser sees it. Parsers, sanitisers and extractors take
/// quadratic time in the depth of a document (40,000 nested div cost seconds each), so depth is bounded first.
/// It counts as a browser would nest (WHATWG HTML, 13.2.6), erring on the deep side.
/// </summary>
public static class HtmlBounds
{
    /// <summary>Most start tags of one document.</summary>
    public const int MaxElements = 100_000;

    public static HtmlFault Check(ReadOnlySpan<char> html, int maxElements = MaxElements)
    {
        var open = new OpenTags();
        var elements = 0;
        var position = 0;
        while (true)
        {
            var next = html[position..].IndexOf('<');
            if (next < 0 || position + next + 1 >= html.Length)
            {
                return HtmlFault.None;
            }
            position += next + 1;
            var rest = html[position..];
            if (rest[0] is '!' or '?')
            {
                position += HtmlTagScanner.DeclarationLength(rest, open.InForeignContent);
                continue;
            }
            var isEnd = rest[0] == '/';
            var name = HtmlTagScanner.Name(isEnd ? rest[1..] : rest);
            if (name.IsEmpty)
            {
                continue;
            }
            var tag = HtmlTagScanner.Read(rest);
            position += tag.Length;
            if (isEnd)
            {
                open.Close(name);
                continue;
            }
            if (tag.Attributes > ReadLimits.MaxAttributesPerElement)
            {
                return HtmlFault.TooManyAttributes;
            }
            if (++elements > maxElements)
            {
                return HtmlFault.TooManyElements;
            }
            if (open.Open(name, rest[..tag.Length]) > ReadLimits.MaxDepth)
            {
                return HtmlFault.TooDeep;
            }
            if (!open.InForeignContent && HtmlTagScanner.HoldsRawText(name))
            {
                position += HtmlTagScanner.RawTextLength(html[position..], name);
                open.Close(name);
            }
        }
    }
}

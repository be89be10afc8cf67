using System.Text;
using System.Text.RegularExpressions;

namespace Distributor.Articles.Reading.Charsets;

/// <summary>The encoding a document names itself: XML declaration, or <c>meta</c> of an HTML page.</summary>
static partial class Declarations
{
    /// <summary>The HTML standard looks at 1024 bytes; pages that put scripts first are read with a little patience.</summary>
    const int HeadBytes = 4096;

    public static string? Find(ReadOnlySpan<byte> bytes)
    {
        var head = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, HeadBytes)]);
        if (XmlEncoding().Match(head) is { Success: true } xml)
            return xml.Groups[1].Value;
        // Only a page has a meta element; in a feed it would belong to the HTML of an item.
        return HtmlStart().IsMatch(head) && MetaCharset().Match(head) is { Success: true } meta
            ? meta.Groups[1].Value
            : null;
    }

    public static string? FindEbcdic(ReadOnlySpan<byte> bytes)
    {
        var head = CharsetNames.Find("ibm037")?.GetString(bytes[..Math.Min(bytes.Length, HeadBytes)]);
        return head is not null && XmlEncoding().Match(head) is { Success: true } xml ? xml.Groups[1].Value : null;
    }

    [GeneratedRegex("""<\?xml\s[^>]{0,300}?encoding\s*=\s*["']\s*([^"'\s>]{1,40})""")]
    private static partial Regex XmlEncoding();

    [GeneratedRegex("<(html|head|!doctype\\s+html)\\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex HtmlStart();

    [GeneratedRegex(
        """<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([a-z0-9_:.-]{1,40})""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex MetaCharset();
}

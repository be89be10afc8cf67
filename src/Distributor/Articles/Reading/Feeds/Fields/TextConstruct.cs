using System.Net;
using Distributor.Articles.Reading.Charsets;
using Distributor.Articles.Reading.Feeds.Xml;

namespace Distributor.Articles.Reading.Feeds.Fields;

/// <summary>Reads an element that holds text or markup, whichever way it says so: RSS, Atom 1.0 <c>type</c>, Atom 0.3 <c>mode</c>.</summary>
static class TextConstruct
{
    /// <summary>The value as HTML; empty when there is none or it is no text (a picture in base64).</summary>
    public static string Html(FeedElement element)
    {
        var type = Type(element);
        if (IsXhtml(element, type))
            return Markup.Of(Markup.WithoutOuterDiv(element));
        if (element.Attribute("mode")?.ToLowerInvariant() == "base64" || IsBinary(type))
            return Base64(element, type);
        if (element.HasElements)
            return Markup.Of(element);
        var text = element.Text();
        if (HtmlTags.HasAny(text))
            return text;
        return IsPlain(element, type) ? WebUtility.HtmlEncode(text) : WithoutDoubleEscape(text);
    }

    /// <summary>The value as one line of plain text.</summary>
    public static string Line(FeedElement element) => PlainText.OfHtml(Html(element));

    /// <summary>HTML escaped twice shows its tags to the reader; text without a tag whose entities hide a whole element is that.</summary>
    static string WithoutDoubleEscape(string text)
    {
        if (!text.Contains("&lt;", StringComparison.OrdinalIgnoreCase))
            return text;
        var decoded = XmlEntities.DecodeOnce(text);
        return HtmlTags.HasPair(decoded) ? decoded : text;
    }

    /// <summary>In RSS everything is HTML; in Atom no type means plain text, though few keep to it.</summary>
    static bool IsPlain(FeedElement element, string type) =>
        type is "text" or "text/plain" || (type.Length == 0 && element.Vocabulary == Vocabulary.Atom);

    static bool IsXhtml(FeedElement element, string type) =>
        element.HasElements
        && (
            type is "xhtml" or "application/xhtml+xml"
            || element.Attribute("mode")?.ToLowerInvariant() == "xml"
            || element.Vocabulary == Vocabulary.Xhtml
        );

    /// <summary>RFC 4287, section 4.1.3.3: what is neither text nor XML comes in base64.</summary>
    static bool IsBinary(string type) =>
        type.Contains('/', StringComparison.Ordinal)
        && !type.StartsWith("text/", StringComparison.Ordinal)
        && !type.EndsWith("xml", StringComparison.Ordinal);

    static string Type(FeedElement element) =>
        element.Vocabulary == Vocabulary.Atom
            ? (element.Attribute("type") ?? "").Split(';')[0].Trim().ToLowerInvariant()
            : "";

    static string Base64(FeedElement element, string type)
    {
        var text = element.Text();
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length))
            return IsBinary(type) ? "" : text;
        if (IsBinary(type) && bytes.AsSpan(0, length).Contains((byte)0))
            return "";
        var decoded = CharsetStep.Decode(new RawDocument(bytes.AsMemory(0, length)));
        return type is "text" or "text/plain" ? WebUtility.HtmlEncode(decoded) : decoded;
    }
}

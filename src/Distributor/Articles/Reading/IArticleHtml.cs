namespace Distributor.Articles.Reading;

/// <summary>Makes foreign HTML safe to show and to send. Implementations are safe for concurrent calls.</summary>
public interface IArticleHtml
{
    /// <param name="html">A fragment or a whole document; may be hostile.</param>
    /// <param name="baseUri">What relative links refer to; null drops them.</param>
    CleanHtml Clean(string html, Uri? baseUri);
}

/// <param name="Html">Sanitised fragment; cleaning it again changes nothing.</param>
/// <param name="Text">Plain text, paragraphs separated by one newline.</param>
/// <param name="Images">Absolute addresses of the pictures, in order.</param>
public sealed record CleanHtml(string Html, string Text, IReadOnlyList<Uri> Images);

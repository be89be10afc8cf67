namespace Distributor.Articles.Reading;

/// <summary>Turns the HTML of strangers into HTML that is safe in a mail and on our pages.</summary>
public interface IArticleHtml
{
    /// <summary>Cleans <paramref name="html"/>; relative links become absolute against <paramref name="baseUri"/>.</summary>
    CleanHtml Clean(string html, Uri? baseUri);
}

/// <summary>HTML after cleaning, with what was found in it.</summary>
/// <param name="Html">Sanitised; empty when nothing was left.</param>
/// <param name="Text">The same as plain text, paragraphs separated by one newline.</param>
/// <param name="Images">Absolute addresses of the images, in the order of the text.</param>
public sealed record CleanHtml(string Html, string Text, IReadOnlyList<Uri> Images);

using Markdig;

namespace Distributor.Articles.Reading.Texts;

/// <summary>Markdown as HTML, not yet sanitised.</summary>
internal static class MarkdownBody
{
    /// <summary>Null when the text nests deeper than the Markdown library is willing to go.</summary>
    public static string? ToHtml(string markdown)
    {
        try
        {
            return Markdown.ToHtml(markdown, new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().Build());
        }
        catch (ArgumentException)
        {
            // Markdig's own guard against stack overflow; the caller falls back to plain paragraphs.
            return null;
        }
    }
}

namespace Distributor.Articles.Reading.Pages;

/// <summary>The standfirst of a page: its description, unless that is only the cut-off start of the text.</summary>
internal static class PageLead
{
    private const int ShortestDescription = 20;

    public static string Choose(string? description, string text)
    {
        var first = text.Split('\n')[0];
        var start = description?.TrimEnd('.', '…', ' ') ?? "";
        return start.Length < ShortestDescription || first.StartsWith(start, StringComparison.OrdinalIgnoreCase)
            ? first
            : description!;
    }
}

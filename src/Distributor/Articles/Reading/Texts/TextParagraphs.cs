using Distributor.Articles.Reading.Sanitizing;

namespace Distributor.Articles.Reading.Texts;

/// <summary>Lines of plain text as paragraphs, also when an editor wrapped them at a fixed width.</summary>
internal static class TextParagraphs
{
    private const int ShortestWrapped = 50;
    private const int LongestWrapped = 100;

    public static IReadOnlyList<string> Of(IEnumerable<string> lines)
    {
        var paragraphs = new List<string>();
        var block = new List<string>();
        foreach (var line in lines.Append(""))
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                block.Add(line.Trim());
                continue;
            }
            paragraphs.AddRange(IsWrapped(block) ? [string.Join(' ', block)] : block);
            block.Clear();
        }
        return [.. paragraphs.Select(Paragraphs.OneLine)];
    }

    /// <summary>Every line but the last is about as long as a terminal is wide, and some line ends within a sentence.</summary>
    private static bool IsWrapped(List<string> block) =>
        block.Count > 1
        && block[^1].Length <= LongestWrapped
        && block.SkipLast(1).All(line => line.Length is >= ShortestWrapped and <= LongestWrapped)
        && block.SkipLast(1).Any(line => line[^1] is not ('.' or '!' or '?' or '”' or '"' or '…' or ':'));
}

namespace Distributor.Articles.Reading.Texts;

/// <summary>Takes page furniture out of scraped lines, also where a scraper glued it to the last word.</summary>
internal static class Furniture
{
    private const int MostWordsOfOpening = 45;

    /// <summary>Below a tail heading only lines that are no sentences are dropped, so that a story never loses its end.</summary>
    private const int FirstTailLine = 2;

    /// <summary>The lines without furniture; blank lines stay, since they part paragraphs.</summary>
    public static IReadOnlyList<string> Remove(IReadOnlyList<string> lines)
    {
        var kept = new List<string>(lines.Count);
        var inTail = false;
        var seen = 0;
        foreach (var line in lines)
        {
            var words = line.Trim();
            if (words.Length == 0)
            {
                kept.Add("");
                continue;
            }
            seen++;
            if (seen > FirstTailLine && IsTail(words))
            {
                inTail = true;
                continue;
            }
            if (
                (inTail && !IsSentence(words) && AgencyCredit.OfLine(words, isLast: false) is null)
                || IsFurniture(words)
            )
            {
                continue;
            }
            inTail = false;
            kept.Add(WithoutGluedLabels(line));
        }
        return kept;
    }

    /// <summary>True for a line made of labels only, or one that opens like a remark of the site.</summary>
    public static bool IsFurniture(string line) => IsLabels(line) || OpensLikeFurniture(line);

    /// <summary>Read more, subscribe, ©: short blocks that speak about the site.</summary>
    public static bool OpensLikeFurniture(string line)
    {
        var words = line.TrimStart('»', '›', '>', '→', '•', '*', '#', '[', ' ');
        return words.AsSpan().Count(' ') < MostWordsOfOpening
            && FurnitureWords.Openings.Any(opening => words.StartsWith(opening, StringComparison.OrdinalIgnoreCase));
    }

    private static bool IsTail(string line) =>
        FurnitureWords.Tails.Any(tail =>
            line.Trim('#', '*', ':', ' ', '.').Equals(tail, StringComparison.OrdinalIgnoreCase)
        );

    private static bool IsSentence(string line) =>
        line.Length > 60 && line[^1] is '.' or '!' or '?' or '”' or '"' or '…' or '»';

    /// <summary>Consumes labels from the left until nothing is left: <c>Facebook Twitter Print</c>, <c>Show MoreBack to top</c>.</summary>
    private static bool IsLabels(string line)
    {
        var rest = TrimMarks(line);
        while (rest.Length > 0)
        {
            var label = FurnitureWords.Labels.FirstOrDefault(label => StartsWithLabel(rest, label));
            if (label is null)
            {
                return false;
            }
            rest = TrimMarks(rest[label.Length..]);
        }
        return true;
    }

    private static bool StartsWithLabel(string text, string label) =>
        text.StartsWith(label, StringComparison.OrdinalIgnoreCase)
        && (text.Length == label.Length || !char.IsLower(text[label.Length]));

    private static string WithoutGluedLabels(string line)
    {
        var text = line.TrimEnd();
        while (FurnitureWords.Labels.FirstOrDefault(label => EndsWithLabel(text, label)) is { } label)
        {
            text = text[..^label.Length].TrimEnd();
        }
        return text;
    }

    /// <summary>
    /// A capital right behind the end of a word or sentence is a seam. Behind a space only a label of several words
    /// that follows the end of a sentence is no part of it.
    /// </summary>
    private static bool EndsWithLabel(string text, string label)
    {
        var start = text.Length - label.Length;
        if (start < 2 || !text.EndsWith(label, StringComparison.OrdinalIgnoreCase) || !char.IsUpper(text[start]))
        {
            return false;
        }
        var before = text[start - 1];
        if (char.IsWhiteSpace(before))
        {
            return label.Contains(' ', StringComparison.Ordinal)
                && text[..start].TrimEnd()[^1] is '.' or '!' or '?' or '”' or '"' or '’' or '…' or ')';
        }
        if (IsPunctuation(before))
        {
            return label.Length > 1;
        }
        var isPhrase = label.Contains(' ', StringComparison.Ordinal) || FurnitureWords.GluedWords.Contains(label);
        return isPhrase && (char.IsLower(before) || char.IsDigit(before));
    }

    private static bool IsPunctuation(char character) =>
        character is '.' or '!' or '?' or '”' or '"' or '’' or '\'' or '…' or ')' or ']' or '»' or ':' or ';';

    private static string TrimMarks(string text) =>
        text.Trim(
            ' ',
            '\t',
            '|',
            '/',
            '·',
            '•',
            '…',
            '.',
            ':',
            ',',
            '+',
            '-',
            '–',
            '»',
            '›',
            '>',
            '→',
            '↑',
            '▲',
            '▼',
            '*',
            '[',
            ']'
        );
}

using System.Text;
using System.Text.RegularExpressions;

namespace Distributor.Articles.Desk;

public enum DiffKind
{
    Same,
    Removed,
    Added,
}

/// <summary>A run of words, with the white space between them.</summary>
public readonly record struct DiffPart(DiffKind Kind, string Text);

/// <summary>
/// What changed between two texts, word by word, as an editor marks it. The shortest way from one to the other (Myers, "An O(ND)
/// Difference Algorithm and Its Variations", 1986); texts that have almost nothing in common are shown one after the other,
/// because a salad of single words helps nobody and would cost the square of their length.
/// </summary>
public static partial class WordDiff
{
    private const int MostChanges = 1_200;

    public static IReadOnlyList<DiffPart> Between(string before, string after)
    {
        var (old, now) = (Words(before), Words(after));
        var start = 0;
        while (start < old.Count && start < now.Count && old[start] == now[start])
        {
            start++;
        }
        var end = 0;
        while (end < old.Count - start && end < now.Count - start && old[^(end + 1)] == now[^(end + 1)])
        {
            end++;
        }
        var parts = new List<DiffPart>();
        parts.AddRange(old.Take(start).Select(word => new DiffPart(DiffKind.Same, word)));
        parts.AddRange(Middle(old[start..(old.Count - end)], now[start..(now.Count - end)]));
        parts.AddRange(old.Skip(old.Count - end).Select(word => new DiffPart(DiffKind.Same, word)));
        return Joined(parts);
    }

    private static List<string> Words(string text) => [.. Word().Matches(text).Select(match => match.Value)];

    private static List<DiffPart> Middle(List<string> old, List<string> now) =>
        Trace(old, now) is { } trace
            ? WalkBack(old, now, trace)
            :
            [
                .. old.Select(word => new DiffPart(DiffKind.Removed, word)),
                .. now.Select(word => new DiffPart(DiffKind.Added, word)),
            ];

    /// <summary>For each number of changes, how far along the old text every diagonal reaches; null when there are too many.</summary>
    private static List<int[]>? Trace(List<string> old, List<string> now)
    {
        var trace = new List<int[]>();
        var furthest = new int[2 * MostChanges + 3];
        const int Zero = MostChanges + 1;
        for (var changes = 0; changes <= Math.Min(old.Count + now.Count, MostChanges); changes++)
        {
            trace.Add(furthest[(Zero - changes - 1)..(Zero + changes + 2)]);
            for (var k = -changes; k <= changes; k += 2)
            {
                var isDown = k == -changes || (k != changes && furthest[Zero + k - 1] < furthest[Zero + k + 1]);
                var x = isDown ? furthest[Zero + k + 1] : furthest[Zero + k - 1] + 1;
                while (x < old.Count && x - k < now.Count && old[x] == now[x - k])
                {
                    x++;
                }
                furthest[Zero + k] = x;
                if (x >= old.Count && x - k >= now.Count)
                {
                    return trace;
                }
            }
        }
        return null;
    }

    private static List<DiffPart> WalkBack(List<string> old, List<string> now, List<int[]> trace)
    {
        var parts = new List<DiffPart>();
        var (x, y) = (old.Count, now.Count);
        for (var changes = trace.Count - 1; changes >= 0; changes--)
        {
            var furthest = trace[changes];
            var zero = changes + 1;
            var k = x - y;
            var isDown = k == -changes || (k != changes && furthest[zero + k - 1] < furthest[zero + k + 1]);
            var fromK = isDown ? k + 1 : k - 1;
            var fromX = changes == 0 ? 0 : furthest[zero + fromK];
            var fromY = changes == 0 ? 0 : fromX - fromK;
            while (x > fromX && y > fromY)
            {
                parts.Add(new DiffPart(DiffKind.Same, old[--x]));
                y--;
            }
            if (changes > 0)
            {
                parts.Add(isDown ? new DiffPart(DiffKind.Added, now[--y]) : new DiffPart(DiffKind.Removed, old[--x]));
            }
        }
        parts.Reverse();
        return parts;
    }

    /// <summary>Neighbours of one kind become one part; between two changes, what was there comes before what is.</summary>
    private static List<DiffPart> Joined(List<DiffPart> words)
    {
        var parts = new List<DiffPart>();
        var (removed, added, same) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        foreach (var word in words)
        {
            if (word.Kind == DiffKind.Same)
            {
                Flush(removed, DiffKind.Removed);
                Flush(added, DiffKind.Added);
                same.Append(word.Text);
            }
            else
            {
                Flush(same, DiffKind.Same);
                (word.Kind == DiffKind.Removed ? removed : added).Append(word.Text);
            }
        }
        Flush(same, DiffKind.Same);
        Flush(removed, DiffKind.Removed);
        Flush(added, DiffKind.Added);
        return parts;

        void Flush(StringBuilder text, DiffKind kind)
        {
            if (text.Length > 0)
            {
                parts.Add(new DiffPart(kind, text.ToString()));
                text.Clear();
            }
        }
    }

    /// <summary>A word with the blanks after it, so that text put together again is the text.</summary>
    [GeneratedRegex(@"\s+|[^\s]+[^\S\n]*\n*")]
    private static partial Regex Word();
}

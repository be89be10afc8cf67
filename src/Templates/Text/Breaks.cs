using System.Globalization;
using System.Text;

namespace Distributor.Templates.Text;

/// <summary>Where lines of a mail may and may not break.</summary>
internal static class Breaks
{
    const char NoBreak = '\u00A0';
    const char MayBreak = '\u200B';
    const int LongRun = 25;
    const int Every = 12;

    /// <summary>A headline: its last short word is kept with the one before, so that no line holds one word alone.</summary>
    public static string Title(string title)
    {
        var space = title.LastIndexOf(' ');
        var last = title.Length - space - 1;
        return space > 0 && title.Length > 24 && last <= 12
            ? Soft(string.Concat(title.AsSpan(0, space), NoBreak.ToString(), title.AsSpan(space + 1)))
            : Soft(title);
    }

    /// <summary>The name of a source: short ones stay on one line.</summary>
    public static string Name(string name) => Soft(name.Length <= 24 ? name.Replace(' ', NoBreak) : name);

    /// <summary>
    /// Allows a break every 12 graphemes in a run of 25 or more without one: one unbroken URL in a summary stretches a
    /// mail sideways in every client that drops style blocks, and a zero-width space cures it without any CSS.
    /// </summary>
    public static string Soft(string line)
    {
        StringBuilder? broken = null;
        var copied = 0;
        foreach (var (start, end) in LongRuns(line))
        {
            broken ??= new StringBuilder(line.Length + 32);
            broken.Append(line, copied, start - copied);
            var graphemes = StringInfo.GetTextElementEnumerator(line[start..end]);
            for (var i = 0; graphemes.MoveNext(); i++)
            {
                if (i > 0 && i % Every == 0)
                {
                    broken.Append(MayBreak);
                }

                broken.Append(graphemes.GetTextElement());
            }

            copied = end;
        }

        return broken is null ? line : broken.Append(line, copied, line.Length - copied).ToString();
    }

    static IEnumerable<(int Start, int End)> LongRuns(string line)
    {
        var start = 0;
        var graphemes = 0;
        var elements = StringInfo.GetTextElementEnumerator(line);
        while (elements.MoveNext())
        {
            var first = Rune.GetRuneAt(line, elements.ElementIndex);
            // A no-break space does not end a run: the line cannot break there.
            if (first.Value == ' ' || Script.BreaksAnywhere(first))
            {
                if (graphemes >= LongRun)
                {
                    yield return (start, elements.ElementIndex);
                }

                start = elements.ElementIndex + elements.GetTextElement().Length;
                graphemes = 0;
                continue;
            }

            graphemes++;
        }

        if (graphemes >= LongRun)
        {
            yield return (start, line.Length);
        }
    }
}

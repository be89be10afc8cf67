using System.Text;

namespace Distributor.Channels.Telegram.Texts;

/// <summary>A stretch of a text as Bot API HTML, and what it costs.</summary>
/// <param name="Entities">At most so many entities the server finds in it.</param>
/// <param name="EntityBytes">At most so many bytes they take on the wire.</param>
readonly record struct WrittenText(string Html, int Entities, int EntityBytes);

/// <summary>
/// Writes a stretch of a text, with every tag closed that is open at its end. What reaches furthest is opened first, so that
/// few tags are closed only to be opened again; a quote encloses everything, since two halves would be two quotes.
/// </summary>
sealed class TelegramTextWriter
{
    /// <summary>Constructor, offset and length of an entity on the wire (MTProto).</summary>
    const int BytesOfEntity = 12;

    static readonly (TextStyles Style, string Tag)[] Styles =
    [
        (TextStyles.Bold, "b"),
        (TextStyles.Italic, "i"),
        (TextStyles.Underline, "u"),
        (TextStyles.Strikethrough, "s"),
        (TextStyles.Spoiler, "tg-spoiler"),
    ];

    readonly StringBuilder html = new();
    readonly List<Item> open = [];
    readonly List<TextRun> runs;
    int entities;
    int entityBytes;

    TelegramTextWriter(List<TextRun> runs)
    {
        this.runs = runs;
    }

    /// <param name="end">Exclusive.</param>
    public static WrittenText Write(TelegramText text, int start, int end)
    {
        List<TextRun> inside =
        [
            .. text
                .Runs.SkipWhile(run => run.End <= start)
                .TakeWhile(run => run.Start < end)
                .Select(run => run with { Start = Math.Max(run.Start, start), End = Math.Min(run.End, end) }),
        ];
        return new TelegramTextWriter(inside).Write(text.Text);
    }

    WrittenText Write(string text)
    {
        for (var i = 0; i < runs.Count; i++)
        {
            Change(i);
            Escaping.AppendText(html, text.AsSpan(runs[i].Start, runs[i].End - runs[i].Start));
        }
        CloseTo(0);
        return new(html.ToString(), entities, entityBytes);
    }

    void Change(int run)
    {
        var format = runs[run].Format;
        var kept = 0;
        if (open.Find(item => item.IsQuote).Mark == format.Quote)
        {
            while (kept < open.Count && Has(format, open[kept]))
            {
                kept++;
            }
        }
        CloseTo(kept);
        foreach (
            var item in Items(format)
                .Where(item => !open.Contains(item))
                .OrderByDescending(item => item.IsQuote)
                .ThenByDescending(item => Reach(item, run))
                .ToList()
        )
        {
            Open(item);
        }
    }

    /// <summary>The run after the last that has it too, without a gap.</summary>
    int Reach(Item item, int run)
    {
        var next = run + 1;
        while (next < runs.Count && Has(runs[next].Format, item))
        {
            next++;
        }
        return next;
    }

    void Open(Item item)
    {
        open.Add(item);
        html.Append(item.Mark?.Open ?? $"<{item.Tag}>");
        entities += item.Mark is { IsCounted: false } ? 0 : 1;
        entityBytes += BytesOfEntity + (item.Mark?.Bytes ?? 0);
    }

    void CloseTo(int count)
    {
        while (open.Count > count)
        {
            html.Append(open[^1].Mark?.Close ?? $"</{open[^1].Tag}>");
            open.RemoveAt(open.Count - 1);
        }
    }

    static bool Has(TextFormat format, Item item) =>
        item.Mark is { } mark ? mark == format.Mark || mark == format.Quote : (format.Styles & item.Style) != 0;

    static IEnumerable<Item> Items(TextFormat format)
    {
        if (format.Quote is { } quote)
        {
            yield return new(quote, IsQuote: true);
        }
        if (format.Mark is { } mark)
        {
            yield return new(mark);
        }
        foreach (var (style, tag) in Styles.Where(pair => (format.Styles & pair.Style) != 0))
        {
            yield return new(null, style, tag);
        }
    }

    /// <summary>Something with a start and an end tag.</summary>
    readonly record struct Item(
        TextMark? Mark,
        TextStyles Style = TextStyles.None,
        string Tag = "",
        bool IsQuote = false
    );
}

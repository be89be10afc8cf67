using System.Text;

namespace Distributor.Channels.Telegram.Texts;

/// <summary>A text as readers see it, and how each stretch of it looks. A value: it can be cut anywhere.</summary>
/// <param name="Text">As the server leaves it, without what it removes.</param>
/// <param name="Runs">Without gaps, from 0 to the end; neighbours look different.</param>
sealed record TelegramText(string Text, IReadOnlyList<TextRun> Runs)
{
    /// <summary>Drops links from the first that does not fit any more.</summary>
    /// <param name="bytes">For all addresses together; 0 drops every link.</param>
    public TelegramText WithLinksWithin(int bytes)
    {
        var kept = new HashSet<TextMark>();
        foreach (
            var mark in Runs.Select(run => run.Format.Mark).OfType<TextMark>().Where(mark => mark.Address is not null)
        )
        {
            if (kept.Contains(mark))
            {
                continue;
            }
            bytes -= mark.Bytes;
            if (bytes < 0)
            {
                break;
            }
            kept.Add(mark);
        }
        return this with
        {
            Runs =
            [
                .. Runs.Select(run =>
                    run.Format.Mark is { Address: not null } link && !kept.Contains(link)
                        ? run with
                        {
                            Format = run.Format with { Mark = null },
                        }
                        : run
                ),
            ],
        };
    }

    /// <summary>True when nothing between the two can be seen; the server refuses such a text.</summary>
    public bool IsBlank(int start, int end)
    {
        foreach (var rune in Text.AsSpan(start, end - start).EnumerateRunes())
        {
            if (!IsInvisible(rune))
            {
                return false;
            }
        }
        return true;
    }

    static bool IsInvisible(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune)
            is System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.Control
        // Fillers of Braille and Hangul, and the joiner of graphemes: letters or marks by name, empty to the eye.
        || rune.Value is 0x2800 or 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x034F;
}

/// <param name="End">Exclusive.</param>
readonly record struct TextRun(int Start, int End, TextFormat Format);

using System.Text;

namespace Distributor.Testing.Telegram;

/// <summary>
/// What the server does to a parsed text before it sends it: unprintable characters out, ends trimmed, entities
/// untangled. (The server also cuts at 35,000 bytes; a text that passed the 32,768 bytes of the raw check never gets there.)
/// </summary>
static class TelegramCleaner
{
    public static TelegramParseResult Clean(TelegramParseResult parsed)
    {
        var (text, entities) = Characters(parsed.Text, parsed.Entities);
        (text, entities) = Trim(text, entities);
        return new(text, TelegramEntityUntangler.Untangle(entities));
    }

    /// <summary>True when nothing of the text can be seen.</summary>
    public static bool IsBlank(string text) =>
        text.All(c =>
            c
                is ' '
                    or '\n'
                    or '\u00A0'
                    or '\u1680'
                    or '\u180E'
                    or (>= '\u2000' and <= '\u200F')
                    or '\u2028'
                    or '\u2029'
                    or '\u202F'
                    or '\u205F'
                    or '\u2800'
                    or '\u3000'
                    or '\uFEFF'
        );

    static (string, List<TelegramEntity>) Characters(string text, IReadOnlyList<TelegramEntity> entities)
    {
        var kept = new StringBuilder(text.Length);
        var moved = new int[text.Length + 1];
        for (var i = 0; i < text.Length; i++)
        {
            moved[i] = kept.Length;
            switch (text[i])
            {
                case '\r' or (>= '\u2028' and <= '\u202E') or '\u030A' or '\u0333' or '\u033F':
                    break;
                case < ' ' and not '\n':
                    kept.Append(' ');
                    break;
                default:
                    kept.Append(text[i]);
                    break;
            }
        }

        moved[text.Length] = kept.Length;
        return (kept.ToString(), Fit(entities, offset => moved[offset]));
    }

    static (string, List<TelegramEntity>) Trim(string text, List<TelegramEntity> entities)
    {
        var trimmed = text.TrimEnd(' ', '\n');
        entities = Fit(entities, offset => Math.Min(offset, trimmed.Length));

        // Blanks inside an entity are part of it, so the left end is trimmed only up to the first one.
        var blanks = trimmed.Length - trimmed.TrimStart(' ', '\n').Length;
        var start = entities.Count > 0 ? Math.Min(blanks, entities[0].Offset) : blanks;
        return (trimmed[start..], Fit(entities, offset => offset - start));
    }

    static List<TelegramEntity> Fit(IReadOnlyList<TelegramEntity> entities, Func<int, int> move) =>
        [
            .. entities
                .Select(entity =>
                    entity with
                    {
                        Offset = move(entity.Offset),
                        Length = move(entity.End) - move(entity.Offset),
                    }
                )
                .Where(entity => entity.Length > 0),
        ];
}

using System.Globalization;
using System.Text;
using Distributor.Testing.Telegram;

namespace Distributor.Tests.Channels.Telegram.Texts;

/// <summary>What of a text meets the eye: each unit that is no blank, with its looks.</summary>
readonly record struct Seen(char Unit, string Looks)
{
    public static List<Seen> In(TelegramParseResult parsed)
    {
        var borders = parsed.Entities.SelectMany(entity => new[] { entity.Offset, entity.End }).ToHashSet();
        var looks = "";
        var seen = new List<Seen>(parsed.Text.Length);
        for (var i = 0; i < parsed.Text.Length; i++)
        {
            looks = borders.Contains(i) ? LooksAt(parsed.Entities, i) : looks;
            if (!IsBlank(parsed.Text[i]))
            {
                seen.Add(new(parsed.Text[i], looks));
            }
        }
        return seen;
    }

    static string LooksAt(IReadOnlyList<TelegramEntity> entities, int position)
    {
        var around = entities.Where(entity => entity.Offset <= position && position < entity.End).ToList();
        var isCode = around.Exists(entity => entity.IsCode);
        var looks = new StringBuilder();
        looks.Append(around.Exists(entity => entity.IsQuote) ? "quote " : "");
        looks.Append(isCode ? "code " : around.Find(entity => entity.Url is not null)?.Url ?? "");
        var styles = around.Where(entity => entity.IsStyle && !isCode).Select(entity => entity.Type).Distinct().Order();
        return looks.AppendJoin(' ', styles).ToString();
    }

    /// <summary>Blanks, what nobody sees, and what the server takes out.</summary>
    static bool IsBlank(char unit) =>
        char.IsWhiteSpace(unit)
        || char.GetUnicodeCategory(unit) is UnicodeCategory.Format or UnicodeCategory.Control
        || unit is '\u030A' or '\u0333' or '\u033F' or '\u2800';
}

using System.Text;

namespace Distributor.Testing.Telegram;

/// <summary>
/// Telegram's HTML as the real Bot API server reads it, so that a test fails where Telegram would refuse or silently
/// change a message. No network, no state.
/// </summary>
public static class TelegramHtml
{
    /// <summary>Most code points of a message's text after parsing (Bot API sendMessage).</summary>
    public const int MaxTextCodePoints = 4096;

    /// <summary>Most code points of a caption after parsing (Bot API sendPhoto).</summary>
    public const int MaxCaptionCodePoints = 1024;

    const int MaxRawBytes = 32_768;

    /// <summary>Parses by the grammar alone: blanks, nested quotes and nested links are still as written.</summary>
    public static TelegramParseResult Parse(string html) => new TelegramHtmlParser(html).Parse();

    /// <summary>What remains of a parsed text once the server has cleaned, trimmed and untangled it.</summary>
    public static TelegramParseResult Clean(TelegramParseResult parsed) =>
        parsed.IsValid ? TelegramCleaner.Clean(parsed) : parsed;

    /// <summary>
    /// Does everything sendMessage (or with <paramref name="caption"/> sendPhoto) does to its text, in the server's
    /// order, and returns what readers would see or the error the bot would get. An empty caption is allowed.
    /// </summary>
    /// <param name="entities">Given beside a plain text; ignored with a parse mode, as by the server.</param>
    public static TelegramParseResult CheckMessage(
        string? text,
        string? parseMode = "HTML",
        bool caption = false,
        IReadOnlyList<TelegramEntity>? entities = null
    )
    {
        if (string.IsNullOrEmpty(text))
        {
            return caption ? new("", []) : TelegramParseResult.Refused("message text is empty");
        }

        if (Encoding.UTF8.GetByteCount(text) > MaxRawBytes)
        {
            return TelegramParseResult.Refused("text is too long");
        }

        TelegramParseResult parsed;
        switch (parseMode?.ToUpperInvariant())
        {
            case "HTML":
                parsed = Parse(text);
                break;
            case null or "" or "NONE":
                parsed = new(text, Inside(text, entities ?? []));
                break;
            case "MARKDOWN" or "MARKDOWNV2":
                throw new NotSupportedException(
                    "Only HTML and plain text are emulated; Distributor writes no Markdown."
                );
            default:
                return TelegramParseResult.Refused("unsupported parse_mode");
        }

        return parsed.IsValid ? CheckLength(Clean(parsed), caption) : parsed;
    }

    static List<TelegramEntity> Inside(string text, IReadOnlyList<TelegramEntity> entities) =>
        [.. entities.Where(entity => entity.Offset >= 0 && entity.Length > 0 && entity.End <= text.Length)];

    static TelegramParseResult CheckLength(TelegramParseResult cleaned, bool caption)
    {
        if (TelegramCleaner.IsBlank(cleaned.Text))
        {
            return caption ? cleaned : TelegramParseResult.Refused("text must be non-empty");
        }

        return (caption, cleaned.Text.EnumerateRunes().Count()) switch
        {
            (false, > MaxTextCodePoints) => TelegramParseResult.Refused("message is too long"),
            (true, > MaxCaptionCodePoints) => TelegramParseResult.Refused("message caption is too long"),
            _ => cleaned,
        };
    }
}

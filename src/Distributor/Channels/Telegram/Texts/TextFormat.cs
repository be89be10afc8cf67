namespace Distributor.Channels.Telegram.Texts;

/// <summary>Styles that may lie over one another.</summary>
[Flags]
enum TextStyles
{
    None = 0,
    Bold = 1,
    Italic = 2,
    Underline = 4,
    Strikethrough = 8,
    Spoiler = 16,
}

/// <summary>How one stretch of text looks, with Telegram's rules applied: one quote, one link or code, styles.</summary>
/// <param name="Quote">Around everything else.</param>
/// <param name="Mark">A link, code, emoji or time; they exclude each other.</param>
readonly record struct TextFormat(TextMark? Quote, TextMark? Mark, TextStyles Styles);

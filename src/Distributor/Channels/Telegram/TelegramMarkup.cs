using Ganss.Xss;

namespace Distributor.Channels.Telegram;

/// <summary>
/// Telegram's HTML (Bot API, "HTML style") as HTML of a page: the same tags and nothing else, so that no message can do
/// more on our page than it could on a phone. Line breaks stay, the style sheet shows them.
/// </summary>
internal static class TelegramMarkup
{
    public static string ToHtml(string message)
    {
        var options = new HtmlSanitizerOptions
        {
            AllowedTags = Words("a b strong i em u ins s strike del code pre blockquote tg-spoiler"),
            AllowedAttributes = Words("href"),
            AllowedSchemes = Words("http https mailto tg"),
            UriAttributes = Words("href"),
        };
        var sanitizer = new HtmlSanitizer(options) { KeepChildNodes = true };
        return sanitizer.Sanitize(message);
    }

    private static HashSet<string> Words(string words) => new(words.Split(' '), StringComparer.OrdinalIgnoreCase);
}

using System.Text;

namespace Distributor.Channels.Telegram.Texts;

/// <summary>
/// A quote, link, code, emoji or time, as one thing: two links to one address beside each other are two marks, so marks are
/// compared by identity.
/// </summary>
/// <param name="open">The start tag, escaped.</param>
/// <param name="close">The end tag.</param>
sealed class TextMark(string open, string close)
{
    public string Open => open;

    public string Close => close;

    /// <summary>The address of a link; null for everything else.</summary>
    public string? Address { get; private init; }

    /// <summary>Code shows everything inside it as written.</summary>
    public bool IsCode { get; private init; }

    /// <summary>Custom emoji are not among the hundred entities of a message.</summary>
    public bool IsCounted { get; private init; } = true;

    /// <summary>What it adds to the entities of a message on the wire, beyond what every entity takes.</summary>
    public int Bytes { get; private init; }

    public static TextMark Quote(bool isExpandable) =>
        new(isExpandable ? "<blockquote expandable>" : "<blockquote>", "</blockquote>");

    public static TextMark Link(string address) =>
        new($"<a href=\"{Escaping.Attribute(address)}\">", "</a>")
        {
            Address = address,
            Bytes = Encoding.UTF8.GetByteCount(address) + 4,
        };

    public static TextMark Code() => new("<code>", "</code>") { IsCode = true };

    /// <param name="language">Empty for a block without one.</param>
    public static TextMark Block(string language) =>
        language.Length == 0
            ? new("<pre>", "</pre>") { IsCode = true }
            : new($"<pre><code class=\"language-{Escaping.Attribute(language)}\">", "</code></pre>")
            {
                IsCode = true,
                Bytes = Encoding.UTF8.GetByteCount(language) + 4,
            };

    public static TextMark Emoji(string id) =>
        new($"<tg-emoji emoji-id=\"{Escaping.Attribute(id)}\">", "</tg-emoji>") { IsCounted = false };

    public static TextMark Time(string unix, string format) =>
        new($"<tg-time unix=\"{Escaping.Attribute(unix)}\" format=\"{Escaping.Attribute(format)}\">", "</tg-time>");
}

namespace Distributor.Testing.Telegram;

/// <summary>An open tag: its name in lower case and those of its attributes that mean something.</summary>
sealed class TelegramTag(string name, int textOffset)
{
    public string Name => name;

    /// <summary>Where its text starts, in UTF-16 units of the result.</summary>
    public int TextOffset => textOffset;

    /// <summary>The link, language, emoji or span class; empty when there is none.</summary>
    public string Argument { get; private set; } = "";

    /// <summary>The format of a <c>tg-time</c>.</summary>
    public string Format { get; private set; } = "";

    public static bool IsSupported(string name) =>
        name
            is "a"
                or "b"
                or "strong"
                or "i"
                or "em"
                or "s"
                or "strike"
                or "del"
                or "u"
                or "ins"
                or "tg-spoiler"
                or "tg-emoji"
                or "tg-time"
                or "span"
                or "pre"
                or "code"
                or "blockquote";

    /// <summary>Keeps an attribute if the tag has a use for it. Names are case-sensitive, others are ignored.</summary>
    public void Take(string attribute, string value)
    {
        switch (name, attribute)
        {
            case ("a", "href") or ("tg-emoji", "emoji-id") or ("tg-time", "unix"):
                Argument = value;
                break;
            case ("tg-time", "format"):
                Format = value;
                break;
            case ("code", "class") when value.StartsWith("language-", StringComparison.Ordinal):
                Argument = value["language-".Length..];
                break;
            case ("span", "class"):
                Argument = value;
                break;
            case ("blockquote", "expandable"):
                Argument = "expandable";
                break;
        }
    }
}

using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using static Distributor.Testing.Telegram.TelegramEntityType;

namespace Distributor.Testing.Telegram;

/// <summary>Turns closed tags into entities. A tag with no use (a link without address) becomes plain text silently.</summary>
sealed partial class TelegramEntityCollector
{
    readonly List<(TelegramEntity Entity, string Language)> entities = [];

    /// <summary>Takes a tag that encloses text; returns the fault the server names, or null.</summary>
    public string? Add(TelegramTag tag, StringBuilder text)
    {
        var (offset, length) = (tag.TextOffset, text.Length - tag.TextOffset);
        switch (tag.Name)
        {
            case "a":
                Link(tag, text.ToString(offset, length), offset, length);
                return null;
            case "pre":
                Block(Pre, Code, "", offset, length);
                return null;
            case "code":
                Block(Code, Pre, tag.Argument, offset, length);
                return null;
            case "tg-emoji":
                return Emoji(tag, offset, length);
            case "tg-time":
                return Time(tag, offset, length);
            default:
                Keep(new(Simple(tag), offset, length));
                return null;
        }
    }

    public IReadOnlyList<TelegramEntity> Sorted()
    {
        var list = entities.ConvertAll(kept => kept.Entity);
        list.Sort(TelegramEntity.Compare);
        return list;
    }

    static TelegramEntityType Simple(TelegramTag tag) =>
        tag.Name switch
        {
            "b" or "strong" => Bold,
            "i" or "em" => Italic,
            "u" or "ins" => Underline,
            "s" or "strike" or "del" => Strikethrough,
            "blockquote" => tag.Argument.Length > 0 ? ExpandableBlockQuote : BlockQuote,
            _ => Spoiler,
        };

    void Keep(TelegramEntity entity, string language = "") => entities.Add((entity, language));

    void Link(TelegramTag tag, string content, int offset, int length)
    {
        var address = tag.Argument.Length > 0 ? tag.Argument : content;
        if (TelegramLink.UserId(address) is { } user)
        {
            Keep(new(MentionName, offset, length) { UserId = user });
        }
        else if (TelegramLink.Normalize(address) is { } url)
        {
            Keep(new(TextUrl, offset, length) { Url = url });
        }
    }

    /// <summary><c>pre</c> and <c>code class="language-…"</c> around the same text, in any order, are one block of code.</summary>
    void Block(TelegramEntityType own, TelegramEntityType partner, string language, int offset, int length)
    {
        if (
            entities.Count > 0
            && entities[^1] is var (last, lastLanguage)
            && (last.Type, last.Offset, last.Length) == (partner, offset, length)
            && language.Length + lastLanguage.Length > 0
        )
        {
            entities[^1] = (new(PreCode, offset, length) { Language = lastLanguage + language }, "");
        }
        else
        {
            Keep(new(own, offset, length), language);
        }
    }

    string? Emoji(TelegramTag tag, int offset, int length)
    {
        if (
            !long.TryParse(tag.Argument, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id)
            || id == 0
        )
        {
            return "Invalid custom emoji identifier specified";
        }

        Keep(new(CustomEmoji, offset, length) { CustomEmojiId = id });
        return null;
    }

    string? Time(TelegramTag tag, int offset, int length)
    {
        if (!TimeFormat().IsMatch(tag.Format))
        {
            return "Invalid date format used";
        }

        // A time of 0 is none; what the server does with a time that is no number is not known and taken for 0.
        if (int.TryParse(tag.Argument, NumberStyles.None, CultureInfo.InvariantCulture, out var unix) && unix > 0)
        {
            Keep(new(TelegramEntityType.DateTime, offset, length));
        }

        return null;
    }

    [GeneratedRegex(@"\A(?:r|w?[dD]?[tT]?)\z")]
    private static partial Regex TimeFormat();
}

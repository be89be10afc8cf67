using System.Text.Json.Nodes;
using Distributor.Testing.Telegram;
using static Distributor.Testing.Telegram.TelegramEntityType;

namespace Distributor.Testing.BotApi;

/// <summary>Entities as the Bot API writes them (<c>MessageEntity</c>).</summary>
static class EntityJson
{
    static readonly Dictionary<TelegramEntityType, string> Names = new()
    {
        [BlockQuote] = "blockquote",
        [ExpandableBlockQuote] = "expandable_blockquote",
        [PreCode] = "pre",
        [Pre] = "pre",
        [Code] = "code",
        [TextUrl] = "text_link",
        [MentionName] = "text_mention",
        [TelegramEntityType.DateTime] = "date_time",
        [Bold] = "bold",
        [Italic] = "italic",
        [Underline] = "underline",
        [Strikethrough] = "strikethrough",
        [Spoiler] = "spoiler",
        [CustomEmoji] = "custom_emoji",
    };

    public static string Name(TelegramEntityType type) => Names[type];

    /// <summary>The given entities and those the server detects by itself.</summary>
    public static JsonArray Write(string text, IReadOnlyList<TelegramEntity> entities)
    {
        var detected = DetectedEntity.In(text, entities).Select(found => Write(found.Type, found.Offset, found.Length));
        return
        [
            .. entities
                .Select(Write)
                .Concat(detected)
                .OrderBy(entity => (int)entity["offset"]!)
                .ThenByDescending(entity => (int)entity["length"]!),
        ];
    }

    /// <summary>Entities of a call; those of a kind the server would detect by itself are left to it.</summary>
    public static IReadOnlyList<TelegramEntity> Read(JsonNode? entities)
    {
        if (entities is not JsonArray array)
        {
            return [];
        }
        List<TelegramEntity> read = [];
        foreach (var entity in array.OfType<JsonObject>())
        {
            var name = (string?)entity["type"];
            if (
                Names.Where(pair => pair.Value == name).Select(pair => (TelegramEntityType?)pair.Key).Last() is { } type
            )
            {
                read.Add(
                    new(type, (int?)entity["offset"] ?? 0, (int?)entity["length"] ?? 0)
                    {
                        Url = (string?)entity["url"],
                        Language = (string?)entity["language"],
                    }
                );
            }
        }
        read.Sort(TelegramEntity.Compare);
        return read;
    }

    static JsonObject Write(TelegramEntity entity)
    {
        var json = Write(Name(entity.Type), entity.Offset, entity.Length);
        if (entity.Url is not null)
        {
            json["url"] = entity.Url;
        }
        if (!string.IsNullOrEmpty(entity.Language))
        {
            json["language"] = entity.Language;
        }
        if (entity.UserId is { } user)
        {
            json["user"] = new JsonObject
            {
                ["id"] = user,
                ["is_bot"] = false,
                ["first_name"] = $"Person {user}",
            };
        }
        if (entity.CustomEmojiId is { } emoji)
        {
            json["custom_emoji_id"] = emoji.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        return json;
    }

    static JsonObject Write(string type, int offset, int length) =>
        new()
        {
            ["offset"] = offset,
            ["length"] = length,
            ["type"] = type,
        };
}

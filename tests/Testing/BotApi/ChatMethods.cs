using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Distributor.Testing.BotApi;

/// <summary>getChat, getChatMember, setMyCommands and their like. The caller holds the lock of the world.</summary>
sealed partial class ChatMethods(BotWorld world)
{
    const int MostCommands = 100;

    public BotApiAnswer GetChat(CallArguments arguments)
    {
        if (Find(arguments, out var chat) is { } refused)
        {
            return refused;
        }
        var json = MessageJson.Write(chat);
        json["accent_color_id"] = 0;
        json["max_reaction_count"] = 11;
        json["accepted_gift_types"] = new JsonObject
        {
            ["unlimited_gifts"] = false,
            ["limited_gifts"] = false,
            ["unique_gifts"] = false,
            ["premium_subscription"] = false,
            ["gifts_from_channels"] = false,
        };
        return json;
    }

    public BotApiAnswer GetChatMember(CallArguments arguments)
    {
        if (Find(arguments, out var chat) is { } refused)
        {
            return refused;
        }
        var id = arguments.Number("user_id");
        if (id <= 0)
        {
            return BotApiErrors.BadRequest("invalid user_id specified");
        }
        var user = id == world.Bot.Id ? world.Bot : new EmulatedUser(id, $"Person {id}");
        return MemberJson.Write(user, chat.Member(id), chat.Kind);
    }

    public BotApiAnswer AnswerCallbackQuery(CallArguments arguments) =>
        world.Queries.Answer(arguments, world.Time.GetUtcNow());

    public BotApiAnswer SetMyCommands(CallArguments arguments)
    {
        if (!arguments.TryJson("commands", out var node) || node is not JsonArray commands)
        {
            return BotApiErrors.BadRequest("can't parse commands JSON object");
        }
        if (commands.Count > MostCommands)
        {
            return BotApiErrors.BadRequest("BOT_COMMANDS_TOO_MUCH");
        }
        foreach (var command in commands)
        {
            if (!CommandName().IsMatch((string?)command?["command"] ?? ""))
            {
                return BotApiErrors.BadRequest("BOT_COMMAND_INVALID");
            }
            if ((string?)command?["description"] is not { Length: >= 1 and <= 256 })
            {
                return BotApiErrors.BadRequest("BOT_COMMAND_DESCRIPTION_INVALID");
            }
        }
        var scope = arguments.TryJson("scope", out var given) ? (string?)given?["type"] : null;
        var language = arguments.Text("language_code") ?? "";
        if (language.Length is not (0 or 2))
        {
            return BotApiErrors.BadRequest("invalid language_code specified");
        }
        world.Menus[(scope ?? "default", language)] =
        [
            .. commands.Select(command => ((string)command!["command"]!, (string)command["description"]!)),
        ];
        world.Commands = [.. commands.Select(command => (string)command!["command"]!)];
        return BotApiAnswer.True;
    }

    /// <summary>The bot sees a chat it was removed from no more.</summary>
    BotApiError? Find(CallArguments arguments, out EmulatedChat chat)
    {
        chat = null!;
        if (arguments.Text("chat_id") is not { } name)
        {
            return BotApiErrors.ChatIdEmpty;
        }
        chat = world.Named(name)!;
        return chat?.State switch
        {
            null or ChatState.NotFound => BotApiErrors.ChatNotFound,
            ChatState.BotKicked => BotApiErrors.Kicked(chat.Kind),
            ChatState.NotAMember => BotApiErrors.NotAMember(chat.Kind),
            ChatState.Migrated => BotApiErrors.Migrated(chat.MigratedTo ?? 0),
            ChatState.GroupDeleted => BotApiErrors.GroupDeleted,
            _ => null,
        };
    }

    [GeneratedRegex("^[a-z0-9_]{1,32}$")]
    private static partial Regex CommandName();
}

using System.Text.Json.Nodes;

namespace Distributor.Testing.BotApi;

/// <summary>What people do with the bot itself: block, add, promote, remove it. Each is an update <c>my_chat_member</c> and changes the state of the chat.</summary>
public static class ChatMembership
{
    /// <summary>The person of a private chat stops the bot.</summary>
    public static void Block(this EmulatedChat chat) => Become(chat, ChatRole.Kicked, ChatState.BlockedByUser, null);

    public static void Unblock(this EmulatedChat chat) => Become(chat, ChatRole.Member, ChatState.Open, null);

    /// <summary>Somebody adds the bot to a group, or makes it an administrator of a channel.</summary>
    public static void AddBot(this EmulatedChat chat, ChatRole role = ChatRole.Member, EmulatedUser? by = null)
    {
        var actual = chat.Kind == ChatKind.Channel ? ChatRole.Administrator : role;
        lock (chat.World.Sync)
        {
            if (chat.State == ChatState.Open)
            {
                chat.BotRole = ChatRole.Left;
            }
            Become(chat, actual, ChatState.Open, by);
            if (chat.Kind is ChatKind.Group or ChatKind.Supergroup)
            {
                Tell(chat, by, "new_chat_members", new JsonArray(MessageJson.Write(chat.World.Bot)));
            }
        }
    }

    /// <summary>An administrator removes the bot.</summary>
    public static void RemoveBot(this EmulatedChat chat, EmulatedUser? by = null) =>
        Become(chat, ChatRole.Kicked, ChatState.BotKicked, by);

    public static void PromoteBot(this EmulatedChat chat, EmulatedUser? by = null) =>
        Become(chat, ChatRole.Administrator, ChatState.Open, by);

    /// <summary>Takes the rights away again; in a channel the bot is out then.</summary>
    public static void DemoteBot(this EmulatedChat chat, EmulatedUser? by = null) =>
        Become(
            chat,
            chat.Kind == ChatKind.Channel ? ChatRole.Left : ChatRole.Member,
            chat.Kind == ChatKind.Channel ? ChatState.NotAMember : ChatState.Open,
            by
        );

    /// <summary>
    /// The group becomes a supergroup with another id. Both chats carry a service message, and calls to the old id are
    /// answered with the new one.
    /// </summary>
    /// <returns>The supergroup.</returns>
    public static EmulatedChat MigrateTo(this EmulatedChat chat, long newId)
    {
        lock (chat.World.Sync)
        {
            var successor = chat.World.Chat(newId, ChatKind.Supergroup);
            successor.Title = chat.Title;
            successor.BotRole = chat.BotRole;
            Tell(chat, null, "migrate_to_chat_id", newId);
            Tell(successor, null, "migrate_from_chat_id", chat.Id);
            chat.MigratedTo = newId;
            chat.State = ChatState.Migrated;
            return successor;
        }
    }

    static void Tell(EmulatedChat chat, EmulatedUser? by, string service, JsonNode value) =>
        ChatPeople.Say(
            chat,
            by,
            new()
            {
                Id = 0,
                ChatId = chat.Id,
                Date = chat.World.Time.GetUtcNow(),
                Service = service,
                ServiceValue = value,
            }
        );

    static void Become(EmulatedChat chat, ChatRole role, ChatState state, EmulatedUser? by)
    {
        var world = chat.World;
        lock (world.Sync)
        {
            var before = chat.BotRole;
            chat.BotRole = role;
            chat.State = state;
            world.Updates.Add(
                "my_chat_member",
                chat.Id,
                new()
                {
                    ["chat"] = MessageJson.Write(chat),
                    ["from"] = MessageJson.Write(by ?? ChatPeople.PersonOf(chat)),
                    ["date"] = world.Time.GetUtcNow().ToUnixTimeSeconds(),
                    ["old_chat_member"] = MemberJson.Write(world.Bot, before, chat.Kind),
                    ["new_chat_member"] = MemberJson.Write(world.Bot, role, chat.Kind),
                }
            );
        }
    }
}

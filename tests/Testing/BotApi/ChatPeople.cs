namespace Distributor.Testing.BotApi;

/// <summary>What people do in a chat, and the bot hears of.</summary>
public static class ChatPeople
{
    /// <summary>Somebody in a group of whom a test says nothing else.</summary>
    public static EmulatedUser Somebody { get; } = new(700_001, "Robin") { LanguageCode = "en" };

    /// <summary>Who writes for anonymous administrators (Bot API, Message.from).</summary>
    static EmulatedUser AnonymousAdmin { get; } =
        new(1_087_968_824, "Group") { Username = "GroupAnonymousBot", IsBot = true };

    /// <summary>
    /// Writes a text or command. In a channel it is a post. Writing to a bot one has blocked or never started unblocks and
    /// starts it first, as the button in the app does.
    /// </summary>
    /// <param name="from">By default the person of a private chat, or <see cref="Somebody"/>.</param>
    /// <exception cref="InvalidOperationException">The bot cannot hear this chat: it was removed, or the account is gone.</exception>
    public static EmulatedMessage Write(
        this EmulatedChat chat,
        string text,
        EmulatedUser? from = null,
        int? thread = null,
        int? replyTo = null
    ) =>
        Say(
            chat,
            from,
            new()
            {
                Id = 0,
                ChatId = chat.Id,
                Date = chat.World.Time.GetUtcNow(),
                Text = text,
                ThreadId = thread,
                ReplyTo = replyTo,
            }
        );

    /// <summary>
    /// An administrator who stays anonymous writes in a group: the message is the group's own, by a bot of Telegram's.
    /// </summary>
    public static EmulatedMessage WriteAnonymously(this EmulatedChat chat, string text, int? thread = null) =>
        Say(
            chat,
            AnonymousAdmin,
            new()
            {
                Id = 0,
                ChatId = chat.Id,
                Date = chat.World.Time.GetUtcNow(),
                Text = text,
                ThreadId = thread,
                IsInNameOfChat = true,
            }
        );

    /// <summary>Presses Start, or follows a link with a payload (<c>t.me/bot?start=payload</c>).</summary>
    public static EmulatedMessage Start(this EmulatedChat chat, string? payload = null) =>
        chat.Write(payload is null ? "/start" : "/start " + payload);

    public static EmulatedMessage ShareLocation(
        this EmulatedChat chat,
        double latitude,
        double longitude,
        EmulatedUser? from = null
    ) =>
        Say(
            chat,
            from,
            new()
            {
                Id = 0,
                ChatId = chat.Id,
                Date = chat.World.Time.GetUtcNow(),
                Location = (latitude, longitude),
            }
        );

    /// <summary>Presses the button with this callback data.</summary>
    /// <returns>The id of the query, to find its <see cref="CallbackAnswer"/>.</returns>
    /// <exception cref="InvalidOperationException">There is no such message or button.</exception>
    public static string Press(this EmulatedChat chat, int messageId, string callbackData, EmulatedUser? from = null)
    {
        var world = chat.World;
        lock (world.Sync)
        {
            var message = chat.Find(messageId);
            if (message is null || !message.Buttons.Any(row => row.Any(button => button.CallbackData == callbackData)))
            {
                throw new InvalidOperationException($"Message {messageId} has no button with this data.");
            }
            return Query(chat, message, callbackData, from);
        }
    }

    /// <summary>Sends a callback query with data no button has, under the bot's newest message, as a changed app can.</summary>
    /// <returns>The id of the query.</returns>
    public static string PressForged(this EmulatedChat chat, string callbackData, EmulatedUser? from = null) =>
        Query(chat, chat.FromBot[^1], callbackData, from);

    static string Query(EmulatedChat chat, EmulatedMessage message, string callbackData, EmulatedUser? from)
    {
        var world = chat.World;
        lock (world.Sync)
        {
            var id = world.Queries.Open(world.Time.GetUtcNow());
            world.Rates.Wrote(chat.Rates);
            world.Updates.Add(
                "callback_query",
                chat.Id,
                new()
                {
                    ["id"] = id,
                    ["from"] = MessageJson.Write(from ?? PersonOf(chat)),
                    ["message"] = MessageJson.Write(message, chat),
                    ["chat_instance"] = $"ci{chat.Id}",
                    ["data"] = callbackData,
                }
            );
            world.Changed();
            return id;
        }
    }

    internal static EmulatedUser PersonOf(EmulatedChat chat) =>
        chat.Kind == ChatKind.Private
            ? new(chat.Id, chat.Title) { Username = chat.Username, LanguageCode = "en" }
            : Somebody;

    /// <summary>Puts the message there and tells the bot if it may hear it.</summary>
    internal static EmulatedMessage Say(EmulatedChat chat, EmulatedUser? from, EmulatedMessage draft)
    {
        var world = chat.World;
        lock (world.Sync)
        {
            switch (chat.State)
            {
                case ChatState.BlockedByUser:
                    chat.Unblock();
                    break;
                case ChatState.NeverStarted:
                    chat.State = ChatState.Open;
                    break;
                case ChatState.Open or ChatState.NoRightsToSend or ChatState.NoRightsToSendPhotos:
                    break;
                default:
                    throw new InvalidOperationException($"The bot cannot hear a chat that is {chat.State}.");
            }
            var isPost = chat.Kind == ChatKind.Channel;
            var message = chat.Add(draft with { From = isPost ? null : from ?? PersonOf(chat) });
            world.Rates.Wrote(chat.Rates);
            if (IsHeard(chat, message))
            {
                world.Updates.Add(isPost ? "channel_post" : "message", chat.Id, MessageJson.Write(message, chat));
            }
            return message;
        }
    }

    /// <summary>The privacy mode of groups: commands, replies to the bot and service messages only.</summary>
    static bool IsHeard(EmulatedChat chat, EmulatedMessage message)
    {
        if (
            chat.Kind is ChatKind.Private or ChatKind.Channel
            || !chat.World.Rules.GroupPrivacy
            || chat.BotRole == ChatRole.Administrator
            || message.Service is not null
        )
        {
            return true;
        }
        if (message.ReplyTo is { } id && chat.Find(id) is { IsFromBot: true })
        {
            return true;
        }
        var command = message.Text.Split([' ', '\n'], 2)[0];
        return command.StartsWith('/')
            && (
                !command.Contains('@', StringComparison.Ordinal)
                || command.EndsWith("@" + chat.World.Bot.Username, StringComparison.OrdinalIgnoreCase)
            );
    }
}

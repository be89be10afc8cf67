using Distributor.Subscribers;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace Distributor.Bot.Talking;

/// <summary>Where something was said: a chat, or a forum topic in one.</summary>
internal sealed record Spot(long ChatId, int? ThreadId, ChatType Kind)
{
    public bool IsPrivate => Kind == ChatType.Private;

    public bool IsChannel => Kind == ChatType.Channel;

    public bool IsGroup => Kind is ChatType.Group or ChatType.Supergroup;

    public ChatAddress Address => new(ChatId, ThreadId);

    /// <summary>Replies in groups without topics have a thread id too; only a topic's is a place of its own.</summary>
    public static Spot Of(Message message) =>
        new(message.Chat.Id, message.IsTopicMessage ? message.MessageThreadId : null, message.Chat.Type);

    public static Spot Of(Chat chat) => new(chat.Id, null, chat.Type);
}

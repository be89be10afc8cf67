namespace Distributor.Testing.BotApi;

/// <summary>Why a chat takes nothing from the bot, in the words of the server.</summary>
static class ChatRefusal
{
    /// <param name="what">What is sent, as the server calls it: <c>text messages</c>, <c>photos</c>, <c>documents</c>.</param>
    /// <returns>Null when the chat takes it.</returns>
    public static BotApiError? Of(EmulatedChat chat, string what) =>
        chat.State switch
        {
            ChatState.BlockedByUser => BotApiErrors.BlockedByUser,
            ChatState.Deactivated => BotApiErrors.UserDeactivated,
            ChatState.NeverStarted => BotApiErrors.CannotInitiate,
            ChatState.BotChat => BotApiErrors.BotChat,
            ChatState.BotKicked => BotApiErrors.Kicked(chat.Kind),
            ChatState.NotAMember => BotApiErrors.NotAMember(chat.Kind),
            ChatState.GroupDeleted => BotApiErrors.GroupDeleted,
            ChatState.NotFound => BotApiErrors.ChatNotFound,
            ChatState.Migrated => BotApiErrors.Migrated(chat.MigratedTo ?? 0),
            ChatState.NoRightsToSend when chat.Kind == ChatKind.Channel => BotApiErrors.NeedAdministratorRights,
            ChatState.NoRightsToSend => BotApiErrors.NoRightsToSend(what),
            ChatState.NoRightsToSendPhotos when what == "photos" => BotApiErrors.NoRightsToSend(what),
            _ => null,
        };

    /// <summary>A topic that is not there or closed. The General topic has no id: its number 1 is not found either.</summary>
    public static BotApiError? OfTopic(EmulatedChat chat, int? thread)
    {
        if (thread is not { } id)
        {
            return null;
        }
        return chat.Topics.TryGetValue(id, out var topic)
            ? topic.IsClosed
                ? BotApiErrors.TopicClosed
                : null
            : BotApiErrors.ThreadNotFound;
    }
}

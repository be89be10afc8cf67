using System.Globalization;

namespace Distributor.Testing.BotApi;

/// <summary>
/// The refusals of the real Bot API server, word for word, as its source and TDLib's spell them. A few raw codes in
/// capitals come from the servers behind it and are known from reports only.
/// </summary>
public static class BotApiErrors
{
    public static BotApiError BlockedByUser { get; } = Forbidden("bot was blocked by the user");
    public static BotApiError UserDeactivated { get; } = Forbidden("user is deactivated");
    public static BotApiError CannotInitiate { get; } = Forbidden("bot can't initiate conversation with a user");
    public static BotApiError BotChat { get; } = Forbidden("the bot can't send messages to the bot");
    public static BotApiError GroupDeleted { get; } = Forbidden("the group chat was deleted");

    public static BotApiError ChatIdEmpty { get; } = BadRequest("chat_id is empty");
    public static BotApiError ChatNotFound { get; } = BadRequest("chat not found");
    public static BotApiError PrivateChatNotFound { get; } = BadRequest("private chat not found");
    public static BotApiError NeedAdministratorRights { get; } =
        BadRequest("need administrator rights in the channel chat");
    public static BotApiError NoWriteAccess { get; } = BadRequest("have no write access to the chat");
    public static BotApiError ChatWriteForbidden { get; } = BadRequest("CHAT_WRITE_FORBIDDEN");
    public static BotApiError ChatRestricted { get; } = BadRequest("CHAT_RESTRICTED");
    public static BotApiError ChatAdminRequired { get; } = BadRequest("CHAT_ADMIN_REQUIRED");
    public static BotApiError ThreadNotFound { get; } = BadRequest("message thread not found");
    public static BotApiError TopicClosed { get; } = BadRequest("TOPIC_CLOSED");

    public static BotApiError TextEmpty { get; } = BadRequest("message text is empty");
    public static BotApiError TextMustBeNonEmpty { get; } = BadRequest("text must be non-empty");
    public static BotApiError TextTooLong { get; } = BadRequest("text is too long");
    public static BotApiError MessageTooLong { get; } = BadRequest("message is too long");
    public static BotApiError CaptionTooLong { get; } = BadRequest("message caption is too long");
    public static BotApiError EntitiesTooLong { get; } = BadRequest("ENTITIES_TOO_LONG");
    public static BotApiError ReplyNotFound { get; } = BadRequest("message to be replied not found");

    public static BotApiError NotModified { get; } =
        BadRequest(
            "message is not modified: specified new message content and reply markup are exactly the same as a current"
                + " content and reply markup of the message"
        );
    public static BotApiError EditNotFound { get; } = BadRequest("message to edit not found");
    public static BotApiError CannotBeEdited { get; } = BadRequest("message can't be edited");
    public static BotApiError DeleteNotFound { get; } = BadRequest("message to delete not found");
    public static BotApiError MessageIdInvalid { get; } = BadRequest("MESSAGE_ID_INVALID");
    public static BotApiError NoTextToEdit { get; } = BadRequest("there is no text in the message to edit");
    public static BotApiError NoCaptionToEdit { get; } = BadRequest("there is no caption in the message to edit");

    public static BotApiError WrongFile { get; } = BadRequest("wrong file identifier/HTTP URL specified");
    public static BotApiError WrongUrl { get; } = BadRequest("wrong HTTP URL specified");
    public static BotApiError CannotGetUrl { get; } = BadRequest("failed to get HTTP URL content");
    public static BotApiError WrongPageType { get; } = BadRequest("wrong type of the web page content");
    public static BotApiError CannotUploadUrl { get; } = BadRequest("can't upload file by URL");
    public static BotApiError PhotoExtension { get; } =
        BadRequest("photo has unsupported extension. Use one of .jpg, .jpeg, .gif, .png, .tif or .bmp");
    public static BotApiError PhotoInvalidDimensions { get; } = BadRequest("PHOTO_INVALID_DIMENSIONS");
    public static BotApiError ImageProcessFailed { get; } = BadRequest("IMAGE_PROCESS_FAILED");
    public static BotApiError GroupSendFailed { get; } = BadRequest("group send failed");
    public static BotApiError WrongAlbumMedia { get; } =
        BadRequest("can't use the media of the specified type in the album");

    public static BotApiError ButtonDataInvalid { get; } = BadRequest("BUTTON_DATA_INVALID");
    public static BotApiError ButtonTextEmpty { get; } = BadRequest("inline keyboard button text must be non-empty");
    public static BotApiError CannotParseMarkup { get; } = BadRequest("can't parse reply keyboard markup JSON object");
    public static BotApiError QueryTooOld { get; } =
        BadRequest("query is too old and response timeout expired or query ID is invalid");

    /// <summary>The account of the bot is frozen: 406 of the servers behind becomes 400.</summary>
    public static BotApiError Frozen { get; } = BadRequest("FROZEN_METHOD_INVALID");
    public static BotApiError LoggedOut { get; } = new(400, "Logged out");
    public static BotApiError Unauthorized { get; } = new(401, "Unauthorized");
    public static BotApiError InvalidToken { get; } = new(401, "Unauthorized: invalid token specified");
    public static BotApiError NotFound { get; } = new(404, "Not Found");
    public static BotApiError MethodNotFound { get; } = new(404, "Not Found: method not found");
    public static BotApiError OtherGetUpdates { get; } =
        Conflict("terminated by other getUpdates request; make sure that only one bot instance is running");
    public static BotApiError WebhookIsActive { get; } =
        Conflict("can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
    public static BotApiError TerminatedBySetWebhook { get; } = Conflict("terminated by setWebhook request");
    public static BotApiError OtherSetWebhook { get; } = Conflict("terminated by other setWebhook");
    public static BotApiError Misdirected { get; } = new(421, "Misdirected Request: unallowed token specified");
    public static BotApiError Restart { get; } = new(500, "Internal Server Error: restart");

    /// <param name="seconds">0 or more; the real server never says 0.</param>
    public static BotApiError TooManyRequests(int seconds) =>
        new(429, string.Create(CultureInfo.InvariantCulture, $"Too Many Requests: retry after {seconds}"))
        {
            RetryAfter = seconds,
        };

    public static BotApiError Migrated(long newId) =>
        BadRequest("group chat was upgraded to a supergroup chat") with
        {
            MigrateToChatId = newId,
        };

    /// <param name="kind">A group, supergroup or channel.</param>
    public static BotApiError Kicked(ChatKind kind) => Forbidden($"bot was kicked from the {Word(kind)} chat");

    /// <inheritdoc cref="Kicked"/>
    public static BotApiError NotAMember(ChatKind kind) => Forbidden($"bot is not a member of the {Word(kind)} chat");

    /// <param name="what">For example <c>text messages</c> or <c>photos</c>.</param>
    public static BotApiError NoRightsToSend(string what) =>
        BadRequest($"not enough rights to send {what} to the chat");

    public static BotApiError CannotParseEntities(string why) => BadRequest("can't parse entities: " + why);

    public static BotApiError ButtonUrlInvalid(string url, string why) =>
        BadRequest($"inline keyboard button URL '{url}' is invalid: {why}");

    public static BotApiError CannotParseButton(string why) => BadRequest("can't parse inline keyboard button: " + why);

    /// <param name="number">Of the item in its album, from 1.</param>
    /// <param name="code">The raw code of the fault.</param>
    public static BotApiError AlbumItem(int number, string code) =>
        BadRequest(
            string.Create(
                CultureInfo.InvariantCulture,
                $"failed to send message #{number} with the error message \"{code}\""
            )
        );

    public static BotApiError BadRequest(string what) => new(400, "Bad Request: " + what);

    public static BotApiError Forbidden(string what) => new(403, "Forbidden: " + what);

    static BotApiError Conflict(string what) => new(409, "Conflict: " + what);

    static string Word(ChatKind kind) =>
        kind switch
        {
            ChatKind.Channel => "channel",
            ChatKind.Supergroup => "supergroup",
            _ => "group",
        };
}

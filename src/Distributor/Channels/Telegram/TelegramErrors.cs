using System.Text.RegularExpressions;
using static Distributor.Channels.Telegram.TelegramReaction;

namespace Distributor.Channels.Telegram;

/// <summary>
/// The refusals of the Bot API. They are told apart by their code and a stable piece of the description, whatever its
/// letters' case: whole descriptions change, and no list of them is complete.
/// </summary>
static partial class TelegramErrors
{
    const int LongestReason = 120;
    const string WrongToken = "check Telegram:BotToken";
    const string NoRight = "no right to write in the chat";
    const string BadPhoto = "the picture cannot be sent";
    const string BadButton = "a button was refused";
    const string MessageGone = "the message to change is gone or can no longer be changed";

    /// <summary>The first that matches counts. A code of 0 stands for 400 and 403, which servers do not keep apart.</summary>
    static readonly Row[] Rows =
    [
        new(400, "group chat was upgraded to a supergroup", Move, "the group became a supergroup"),
        new(0, "bot was blocked by the user", ChatGone, "blocked by the user"),
        new(0, "user is deactivated", ChatGone, "the account was deleted"),
        new(0, "bot can't initiate conversation", ChatGone, "the user never started the bot"),
        new(0, "PEER_ID_INVALID", ChatGone, "the user never started the bot"),
        new(0, "can't send messages to", ChatGone, "the chat is another bot, which bots cannot write to"),
        new(0, "bot was kicked from", ChatGone, "the bot was removed from the chat"),
        new(0, "bot is not a member of", ChatGone, "the bot is not a member of the chat"),
        new(0, "group chat was deleted", ChatGone, "the group was deleted"),
        new(0, "group chat was deactivated", ChatGone, "the group was deactivated"),
        new(0, "chat not found", ChatMissing, "no such chat"),
        new(0, "not enough rights to send text", ChatGone, NoRight),
        new(0, "not enough rights to send", NoPhotoRight, NoRight),
        new(0, "CHAT_SEND_PLAIN_FORBIDDEN", ChatGone, NoRight),
        new(0, "CHAT_SEND_", NoPhotoRight, NoRight),
        new(0, "need administrator rights", ChatGone, NoRight),
        new(0, "have no write access", ChatGone, NoRight),
        new(0, "CHAT_WRITE_FORBIDDEN", ChatGone, NoRight),
        new(0, "CHAT_RESTRICTED", ChatGone, NoRight),
        new(0, "CHAT_ADMIN_REQUIRED", ChatGone, NoRight),
        // Before the rows on texts: the text of a button may be empty too.
        new(400, "keyboard", NoButtons, BadButton),
        new(400, "BUTTON_", NoButtons, BadButton),
        new(400, "message is not modified", Done, "unchanged"),
        new(400, "reply markup", NoButtons, BadButton),
        new(400, "message thread not found", TopicGone, "the forum topic was deleted"),
        new(400, "TOPIC_DELETED", TopicGone, "the forum topic was deleted"),
        new(400, "TOPIC_CLOSED", TopicGone, "the forum topic is closed"),
        new(400, "can't parse entities", Plain, "the formatting was refused"),
        new(400, "caption is too long", NoPhoto, "the caption is too long"),
        new(400, "message is too long", Shorter, "the text is too long"),
        new(400, "text is too long", Shorter, "the text is too long"),
        new(400, "ENTITIES_TOO_LONG", FewerLinks, "too many or too long links"),
        new(400, "message text is empty", Fail, "the text is empty"),
        new(400, "text must be non-empty", Fail, "the text is empty"),
        new(400, "message to edit not found", Fail, MessageGone),
        new(400, "message can't be edited", Fail, MessageGone),
        new(400, "MESSAGE_ID_INVALID", Fail, MessageGone),
        new(400, "no text in the message to edit", OtherEdit, MessageGone),
        new(400, "no caption in the message to edit", OtherEdit, MessageGone),
        new(400, "HTTP URL", NextPhoto, BadPhoto),
        new(400, "wrong file identifier", NextPhoto, BadPhoto),
        new(400, "wrong remote file identifier", NextPhoto, BadPhoto),
        new(400, "wrong type of the web page content", NextPhoto, BadPhoto),
        new(400, "WEBPAGE_", NextPhoto, BadPhoto),
        new(400, "can't upload file by URL", NextPhoto, BadPhoto),
        new(400, "photo has unsupported extension", NextPhoto, BadPhoto),
        new(400, "PHOTO_", NextPhoto, BadPhoto),
        new(400, "IMAGE_PROCESS_FAILED", NextPhoto, BadPhoto),
        new(400, "file must be non-empty", NextPhoto, BadPhoto),
        new(400, "FROZEN_", Broken, "Telegram has frozen the bot; see @BotFather and the bot's owner account"),
        new(400, "Logged out", Broken, "the bot was logged out of this Bot API server; check Telegram:ApiBaseUrl"),
        new(401, "", Broken, $"Telegram does not know the bot's token; {WrongToken}"),
        new(404, "", Broken, $"the Bot API server does not know this bot; {WrongToken} and Telegram:ApiBaseUrl"),
        new(421, "", Broken, $"this Bot API server does not serve this bot; {WrongToken} and Telegram:ApiBaseUrl"),
        new(429, "", Wait, "too many messages"),
    ];

    /// <param name="code">The <c>error_code</c>, equal to the HTTP status.</param>
    public static TelegramFailure Find(int code, string description) =>
        Array.Find(Rows, row => row.Matches(code, description)) is { } row
            ? new(row.Reaction, row.Reason)
            : code switch
            {
                >= 500 => new(Ambiguous, $"the Bot API answers {code}"),
                403 => new(ChatGone, InWords(description)),
                _ => new(Fail, InWords(description)),
            };

    /// <summary>A description nobody foresaw, short, and without what may name a person or a page.</summary>
    static string InWords(string description)
    {
        var clean = Personal().Replace(description, "…");
        return clean.Length <= LongestReason ? clean : CutText.At(clean, LongestReason).TrimEnd() + "…";
    }

    [GeneratedRegex("""'[^']*'|"[^"]*"|\w+://\S+|@\w+|\S+@\S+|-?[0-9]{5,}""")]
    private static partial Regex Personal();

    sealed record Row(int Code, string Piece, TelegramReaction Reaction, string Reason)
    {
        public bool Matches(int code, string description) =>
            (Code == code || (Code == 0 && code is (400 or 403)))
            && description.Contains(Piece, StringComparison.OrdinalIgnoreCase);
    }
}

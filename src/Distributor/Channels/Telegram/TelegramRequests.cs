using Telegram.Bot;
using Telegram.Bot.Requests;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;

namespace Distributor.Channels.Telegram;

/// <summary>Makes the Bot API call of a draft, once, and never cancels it: half a call may be a whole message.</summary>
/// <param name="paid">Telegram Stars are paid for more than 30 messages a second (Bot API <c>allow_paid_broadcast</c>).</param>
sealed class TelegramRequests(ITelegramBotClient bot, bool paid)
{
    /// <summary>The thread of General, which the Bot API knows only as no thread at all.</summary>
    const int GeneralThread = 1;

    static readonly LinkPreviewOptions NoPreview = new() { IsDisabled = true };

    /// <summary>Nothing is sent, so this one may be given up.</summary>
    public Task<User> GetMeAsync(CancellationToken cancellationToken) =>
        bot.SendRequest(new GetMeRequest(), cancellationToken);

    /// <exception cref="global::Telegram.Bot.Exceptions.RequestException">The server refused, or there was no answer.</exception>
    public Task<Message> SendTextAsync(TelegramDraft draft) =>
        bot.SendRequest(
            new SendMessageRequest
            {
                ChatId = draft.Message.ChatId,
                MessageThreadId = Thread(draft),
                Text = draft.Text,
                ParseMode = Mode(draft),
                LinkPreviewOptions = NoPreview,
                DisableNotification = IsSilent(draft),
                AllowPaidBroadcast = paid,
                ReplyMarkup = Keyboard(draft),
            },
            CancellationToken.None
        );

    /// <inheritdoc cref="SendTextAsync"/>
    public Task<Message> SendPhotoAsync(TelegramDraft draft, InputFile photo) =>
        bot.SendRequest(
            new SendPhotoRequest
            {
                ChatId = draft.Message.ChatId,
                MessageThreadId = Thread(draft),
                Photo = photo,
                Caption = draft.Text,
                ParseMode = Mode(draft),
                DisableNotification = IsSilent(draft),
                AllowPaidBroadcast = paid,
                ReplyMarkup = Keyboard(draft),
            },
            CancellationToken.None
        );

    /// <summary>An edit without buttons would take those away that are there, so they always go along.</summary>
    /// <inheritdoc cref="SendTextAsync"/>
    public Task<Message> EditAsync(TelegramDraft draft, int messageId) =>
        draft.EditsCaption
            ? bot.SendRequest(
                new EditMessageCaptionRequest
                {
                    ChatId = draft.Message.ChatId,
                    MessageId = messageId,
                    Caption = draft.Text,
                    ParseMode = Mode(draft),
                    ReplyMarkup = Keyboard(draft),
                },
                CancellationToken.None
            )
            : bot.SendRequest(
                new EditMessageTextRequest
                {
                    ChatId = draft.Message.ChatId,
                    MessageId = messageId,
                    Text = draft.Text,
                    ParseMode = Mode(draft),
                    LinkPreviewOptions = NoPreview,
                    ReplyMarkup = Keyboard(draft),
                },
                CancellationToken.None
            );

    static ParseMode Mode(TelegramDraft draft) => draft.IsHtml ? ParseMode.Html : ParseMode.None;

    static int? Thread(TelegramDraft draft) => draft.Message.ThreadId == GeneralThread ? null : draft.Message.ThreadId;

    static bool IsSilent(TelegramDraft draft) => draft.Message.Silent || draft.Message.MaybeDuplicate;

    static InlineKeyboardMarkup? Keyboard(TelegramDraft draft)
    {
        var buttons = draft.Buttons.Where(button => button.Url is not { } url || IsTaken(url)).ToList();
        return buttons.Count == 0
            ? null
            : new InlineKeyboardMarkup(
                buttons
                    .Chunk(TelegramMessage.ButtonsInRow)
                    .Select(row =>
                        row.Select(button =>
                            button.Url is { } url
                                ? InlineKeyboardButton.WithUrl(button.Text, url.AbsoluteUri)
                                : InlineKeyboardButton.WithCallbackData(button.Text, button.CallbackData ?? "")
                        )
                    )
            );
    }

    /// <summary>
    /// A button that leads to a host without a dot, such as localhost, is refused with its whole message: it is left out.
    /// </summary>
    static bool IsTaken(Uri url) =>
        url.HostNameType != UriHostNameType.Dns || url.Host.Contains('.', StringComparison.Ordinal);
}

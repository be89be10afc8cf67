using Distributor.Channels.Telegram;
using Distributor.Delivery.Buttons;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;

namespace Distributor.Bot.Talking;

/// <summary>
/// What the bot says by itself, beside the ledger: answers to people who wait for them. A short wait that Telegram asks for is
/// waited, a longer one ends the handling of the update, which comes again. A chat that is gone gets no answer.
/// </summary>
internal sealed partial class BotTalk(
    [FromKeyedServices(BotServices.TalkClient)] Lazy<ITelegramBotClient> client,
    ButtonSeals seals,
    TimeProvider time,
    ILogger<BotTalk> logger
)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);
    private const int MostTries = 3;
    private const int LongestAnswer = 200;

    private static readonly LinkPreviewOptions NoPreview = new() { IsDisabled = true };

    private ITelegramBotClient Bot => client.Value;

    /// <returns>The id of the message; null when the chat is gone.</returns>
    public async Task<int?> SayAsync(Spot spot, BotMessage message, CancellationToken cancellationToken)
    {
        var seal = await seals.OpenAsync(cancellationToken);
        var sent = await CallAsync(
            () =>
                Bot.SendMessage(
                    spot.ChatId,
                    message.Html,
                    ParseMode.Html,
                    replyParameters: message.ReplyTo is { } reply
                        ? new ReplyParameters { MessageId = reply, AllowSendingWithoutReply = true }
                        : null,
                    replyMarkup: Markup(seal, spot, message),
                    linkPreviewOptions: NoPreview,
                    messageThreadId: spot.ThreadId,
                    cancellationToken: cancellationToken
                ),
            cancellationToken
        );
        return sent?.MessageId;
    }

    /// <summary>Changes a message of the bot; one that is gone or too old is said anew.</summary>
    public async Task EditAsync(Spot spot, int messageId, BotMessage message, CancellationToken cancellationToken)
    {
        var seal = await seals.OpenAsync(cancellationToken);
        try
        {
            await CallAsync(
                () =>
                    Bot.EditMessageText(
                        spot.ChatId,
                        messageId,
                        message.Html,
                        ParseMode.Html,
                        replyMarkup: Inline(seal, spot, message.Rows),
                        linkPreviewOptions: NoPreview,
                        cancellationToken: cancellationToken
                    ),
                cancellationToken
            );
        }
        catch (ApiRequestException refused)
            when (TelegramFailure.Of(refused) is { Reaction: TelegramReaction.Fail or TelegramReaction.OtherEdit })
        {
            await SayAsync(spot, message, cancellationToken);
        }
    }

    /// <summary>Changes the buttons of a message and leaves its words. Of a message that is gone nothing is left to do.</summary>
    public async Task EditButtonsAsync(
        Spot spot,
        int messageId,
        InlineKeyboardMarkup buttons,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await CallAsync(
                () => Bot.EditMessageReplyMarkup(spot.ChatId, messageId, buttons, cancellationToken: cancellationToken),
                cancellationToken
            );
        }
        catch (ApiRequestException refused) when (TelegramFailure.Of(refused) is { } failure)
        {
            LogNotEdited(failure.Reason);
        }
    }

    /// <summary>Ends the waiting circle on a button; who pressed too long ago is not there any more.</summary>
    /// <param name="isAlert">A box to be closed, instead of a line that passes.</param>
    public async Task AnswerAsync(string queryId, string? text, bool isAlert, CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(
                async () =>
                {
                    await Bot.AnswerCallbackQuery(
                        queryId,
                        text is { Length: > LongestAnswer } ? Channels.CutText.At(text, LongestAnswer) : text,
                        isAlert,
                        cancellationToken: cancellationToken
                    );
                    return true;
                },
                cancellationToken
            );
        }
        catch (Exception exception) when (exception is BotBusyException || exception is RequestException)
        {
            // What was asked for is done; only the circle turns a little longer.
        }
    }

    private async Task<T?> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (ApiRequestException refused) when (TelegramFailure.Of(refused) is { } failure)
            {
                switch (failure.Reaction)
                {
                    case TelegramReaction.Done:
                        return default;
                    case TelegramReaction.ChatGone
                    or TelegramReaction.ChatMissing
                    or TelegramReaction.TopicGone
                    or TelegramReaction.NoPhotoRight:
                        LogGone(failure.Reason);
                        return default;
                    case TelegramReaction.Wait when failure.RetryAfter is { } wait:
                        if (wait > LongestWait || attempt == MostTries)
                        {
                            throw new BotBusyException(wait);
                        }
                        await Task.Delay(wait, time, cancellationToken);
                        break;
                    default:
                        throw;
                }
            }
        }
    }

    private static ReplyMarkup? Markup(ButtonSeal seal, Spot spot, BotMessage message) =>
        message switch
        {
            { AsksPlace: { } words } when spot.IsPrivate => new ReplyKeyboardMarkup(
                KeyboardButton.WithRequestLocation(words)
            )
            {
                ResizeKeyboard = true,
                OneTimeKeyboard = true,
            },
            { ClearsKeyboard: true } when spot.IsPrivate => new ReplyKeyboardRemove(),
            _ => Inline(seal, spot, message.Rows),
        };

    private static InlineKeyboardMarkup? Inline(
        ButtonSeal seal,
        Spot spot,
        IReadOnlyList<IReadOnlyList<BotButton>> rows
    ) => rows.Count == 0 ? null : new(rows.Select(row => row.Select(button => Button(seal, spot.ChatId, button))));

    public static InlineKeyboardButton Button(ButtonSeal seal, long chatId, BotButton button) =>
        button.Url is { } url
            ? InlineKeyboardButton.WithUrl(button.Text, url.AbsoluteUri)
            : InlineKeyboardButton.WithCallbackData(button.Text, seal.Sign(chatId, button.Action!));

    [LoggerMessage(6020, LogLevel.Information, "An answer could not be given: {Reason}")]
    private partial void LogGone(string reason);

    [LoggerMessage(6021, LogLevel.Information, "The buttons of a message could not be changed: {Reason}")]
    private partial void LogNotEdited(string reason);
}

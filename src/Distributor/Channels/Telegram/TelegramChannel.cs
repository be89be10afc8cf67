using System.Globalization;
using Distributor.Channels.Telegram.Texts;
using Distributor.Delivery;
using Microsoft.Extensions.Options;
using Telegram.Bot;
using Telegram.Bot.Types;

namespace Distributor.Channels.Telegram;

/// <summary>
/// The bot: one Bot API message a call. A long text needs several calls, one for each part; refusals for the form of a
/// message are answered within the call by a milder form, all others become the outcome.
/// </summary>
public sealed class TelegramChannel : IChannel<TelegramMessage>
{
    /// <summary>About how long an answer takes, in seconds: so many messages of a second are on the way at once.</summary>
    const double AnswerSeconds = 0.3;

    const int LeastParallel = 8;
    const int MostParallel = 64;

    readonly PhotoMemory photos;
    readonly FallbackLog log;
    readonly TelegramRequests requests;
    readonly TelegramOutcomes outcomes;
    readonly TightTexts tight = new();

    /// <param name="bot">With retries of its own off: waiting is the ledger's.</param>
    /// <param name="random">Spreads waits.</param>
    public TelegramChannel(
        ITelegramBotClient bot,
        PhotoMemory photos,
        IOptions<TelegramOptions> options,
        TimeProvider time,
        Random random,
        ILogger<TelegramChannel> logger
    )
    {
        this.photos = photos;
        log = new(logger);
        requests = new(bot, options.Value.PaidBroadcast);
        outcomes = new(time, random);
        Parallel = ParallelFor(options.Value.MessagesPerSecond);
    }

    public int Parallel { get; }

    public bool IsReal => true;

    /// <summary>Connections that a rate needs.</summary>
    internal static int ParallelFor(double messagesPerSecond) =>
        (int)Math.Clamp(Math.Ceiling(messagesPerSecond * AnswerSeconds), LeastParallel, MostParallel);

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">
    /// Cancelled before the call was made. A call once made is waited for, since it may be a message.
    /// </exception>
    public async Task<Outcome> SendAsync(TelegramMessage message, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (TelegramCall.Fault(message) is { } fault)
        {
            return Outcome.Failed(fault);
        }
        return message switch
        {
            { EditMessageId: { } edited } => await EditAsync(message, edited),
            { Photo: { } photo } when TelegramSplitter.FitsCaption(message.Html) => await SendPhotoAsync(
                message,
                photo
            ),
            _ => await SendTextAsync(message),
        };
    }

    /// <inheritdoc/>
    /// <remarks><c>getMe</c>, which counts against no limit.</remarks>
    public async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await requests.GetMeAsync(cancellationToken);
            return null;
        }
        catch (Exception exception)
            when (!cancellationToken.IsCancellationRequested && TelegramFailure.Of(exception) is { } failure)
        {
            return failure.Reason;
        }
    }

    async Task<Outcome> EditAsync(TelegramMessage message, int messageId)
    {
        if (TelegramSplitter.Split(message.Html).Count > 1)
        {
            return Outcome.Failed("the changed text no longer fits into one message");
        }
        var draft = Draft(message, message.Html) with { EditsCaption = message.Photo is not null };
        return await MilderAndMilderAsync(draft, draft => requests.EditAsync(draft, messageId)) switch
        {
            ({ Reaction: TelegramReaction.Done } or null, _) => Outcome.Accepted(Ids([messageId])),
            var (failure, _) => outcomes.Of(failure, message),
        };
    }

    async Task<Outcome> SendPhotoAsync(TelegramMessage message, Uri address)
    {
        using var photo = await photos.BeginAsync(address);
        if (photo is null)
        {
            return TelegramOutcomes.PhotoIsLearnt();
        }
        var draft = Draft(message, message.Html) with { HasPhoto = true };
        while (photo.File is { } file)
        {
            var (failure, sent) = await MilderAndMilderAsync(
                draft,
                draft => draft.HasPhoto ? requests.SendPhotoAsync(draft, file) : requests.SendTextAsync(draft)
            );
            if (sent is not null)
            {
                if (sent.Photo is [.., var largest])
                {
                    photo.Sent(largest.FileId);
                }
                return Outcome.Accepted(Ids([sent.MessageId]));
            }
            if (failure!.Reaction != TelegramReaction.NextPhoto)
            {
                return outcomes.Of(failure, message);
            }
            await photo.RefusedAsync();
        }
        log.PhotoLeftOut(message.DeliveryId);
        return await SendTextAsync(message);
    }

    async Task<Outcome> SendTextAsync(TelegramMessage message)
    {
        while (true)
        {
            var parts = TelegramSplitter.Split(message.Html, tight.Limit(message.Html));
            var due = message.Sent.Count;
            if (parts.Count == 0)
            {
                return Outcome.Failed("the text is empty");
            }
            // A text of one part has none before it: it was cut smaller, by a process that remembered why.
            if (due > 0 && parts.Count == 1 && tight.Tighten(message.Html))
            {
                continue;
            }
            if (due >= parts.Count)
            {
                return Outcome.Accepted(Ids(message.Sent));
            }
            var isLast = due == parts.Count - 1;
            var draft = Draft(message, parts[due]) with { Buttons = isLast ? message.Buttons : [] };
            var (failure, sent) = await MilderAndMilderAsync(draft, requests.SendTextAsync);
            if (sent is not null)
            {
                var ids = Ids([.. message.Sent.Take(due), sent.MessageId]);
                return isLast ? Outcome.Accepted(ids) : TelegramOutcomes.NextPart(ids);
            }
            // Later parts cannot be cut anew: those before them are out.
            if (failure!.Reaction != TelegramReaction.Shorter || due > 0 || !tight.Tighten(message.Html))
            {
                return outcomes.Of(failure, message);
            }
        }
    }

    /// <summary>Calls, and calls again with a milder draft for as long as the server finds fault with the form.</summary>
    async Task<(TelegramFailure? Failure, Message? Sent)> MilderAndMilderAsync(
        TelegramDraft draft,
        Func<TelegramDraft, Task<Message>> call
    )
    {
        while (true)
        {
            TelegramFailure failure;
            try
            {
                var sent = await call(draft);
                outcomes.Arrived();
                return (null, sent);
            }
            catch (Exception exception) when (TelegramFailure.Of(exception) is { } known)
            {
                failure = known;
            }
            if (draft.Milder(failure.Reaction) is not { } milder)
            {
                return (failure, null);
            }
            log.Milder(failure, draft.Message.DeliveryId);
            draft = milder;
        }
    }

    static TelegramDraft Draft(TelegramMessage message, string text) =>
        new()
        {
            Message = message,
            Text = text,
            Buttons = message.Buttons,
        };

    /// <summary>As the ledger keeps them.</summary>
    static string Ids(IReadOnlyList<int> ids) =>
        string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)));
}

using System.Globalization;
using Distributor.Delivery;
using NodaTime;

namespace Distributor.Channels.Telegram;

/// <summary>What a failure that nothing milder helped against means for the delivery, its address and the bot.</summary>
/// <param name="random">Spreads waits, so that what waited together does not come back together.</param>
sealed class TelegramOutcomes(TimeProvider time, Random random)
{
    /// <summary>Between the two looks at a chat that is not there; a wrong token looks the same.</summary>
    static readonly Duration SecondLook = Duration.FromMinutes(5);

    static readonly Duration LeastWait = Duration.FromSeconds(1);
    static readonly Duration MostJitter = Duration.FromSeconds(30);

    readonly FloodWatch flood = new(time);
    volatile bool isKnown;

    public Outcome Of(TelegramFailure failure, TelegramMessage message) =>
        failure.Reaction switch
        {
            TelegramReaction.Wait => Wait(failure.RetryAfter, message.ChatId),
            TelegramReaction.Move => Moved(failure, message),
            TelegramReaction.ChatGone or TelegramReaction.NoPhotoRight => Gone(failure, AddressVerdict.ChatGone),
            TelegramReaction.TopicGone => Gone(failure, AddressVerdict.Gone),
            TelegramReaction.ChatMissing => Missing(failure),
            TelegramReaction.Broken => Outcome.Broken(failure.Reason),
            TelegramReaction.Ambiguous => Outcome.Unclear(failure.Reason),
            _ => Outcome.Failed(failure.Reason),
        };

    /// <summary>A message arrived: this is a bot that chats know.</summary>
    public void Arrived() => isKnown = true;

    /// <summary>A part of a long text arrived, and the next is due after the second a chat may ask for.</summary>
    /// <param name="sent">Ids of all parts so far.</param>
    public static Outcome NextPart(string sent) =>
        new()
        {
            State = DeliveryState.Deferred,
            Reason = "next part",
            Wait = LeastWait,
            ExternalId = sent,
        };

    /// <summary>Another message is just finding out how the picture goes; this one was not sent and comes back soon.</summary>
    public static Outcome PhotoIsLearnt() =>
        new()
        {
            State = DeliveryState.Deferred,
            Reason = "another message tries the picture first",
            Wait = LeastWait,
        };

    /// <summary>
    /// To the token of another bot every chat is missing. So a chat is believed gone only by a bot that has reached some other;
    /// until then its messages are tried as long as any.
    /// </summary>
    Outcome Missing(TelegramFailure failure) =>
        isKnown
            ? Outcome.Deferred(failure.Reason, SecondLook) with
            {
                MostFailures = 2,
                Address = AddressVerdict.ChatGone,
            }
            : Outcome.Deferred(failure.Reason) with
            {
                Reason = failure.Reason + "; nothing has arrived anywhere yet, check Telegram:BotToken",
            };

    static Outcome Gone(TelegramFailure failure, AddressVerdict verdict) =>
        Outcome.Failed(failure.Reason) with
        {
            Address = verdict,
        };

    Outcome Wait(TimeSpan? retryAfter, long chatId)
    {
        var asked = Duration.Max(LeastWait, Duration.FromTimeSpan(retryAfter ?? TimeSpan.Zero));
        var wait = asked + Duration.Min(LeastWait + asked / 10, MostJitter) * random.NextDouble();
        var whole = flood.Refused(chatId, wait);
        return new()
        {
            State = DeliveryState.Deferred,
            Reason = string.Create(CultureInfo.InvariantCulture, $"Telegram asks to wait {asked.TotalSeconds:0} s"),
            Wait = whole ?? wait,
            Address = AddressVerdict.Wait,
            Lane = whole is null ? LaneVerdict.Open : LaneVerdict.Wait,
            IsWholeChannel = whole is not null,
        };
    }

    static Outcome Moved(TelegramFailure failure, TelegramMessage message) =>
        failure.MovedTo is not { } chat
            ? Outcome.Deferred(failure.Reason)
            : new()
            {
                State = DeliveryState.Deferred,
                Reason = failure.Reason,
                Wait = Duration.Zero,
                Address = AddressVerdict.Moved,
                // As addresses are stored: chat or chat/thread.
                MovedTo = message.ThreadId is { } thread
                    ? string.Create(CultureInfo.InvariantCulture, $"{chat}/{thread}")
                    : chat.ToString(CultureInfo.InvariantCulture),
            };
}

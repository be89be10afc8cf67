using Distributor.Delivery;
using NodaTime;

namespace Distributor.Channels.Email.Smtp;

/// <summary>The outcome of each meaning: what happens to the row, to its address and to its lane.</summary>
static class AnswerOutcomes
{
    /// <param name="messageId">The id of a message that was accepted.</param>
    /// <param name="slowUntil">When a lane that was told to slow down may be used again.</param>
    public static Outcome Of(AnswerMeaning meaning, string reason, string messageId, Instant slowUntil) =>
        meaning switch
        {
            AnswerMeaning.Accepted => Outcome.Accepted(messageId),
            AnswerMeaning.Gone => Outcome.Failed(reason) with { Address = AddressVerdict.Gone },
            AnswerMeaning.Refused => Outcome.Failed(reason),
            AnswerMeaning.Account => Outcome.Broken(reason),
            AnswerMeaning.Unknown => Outcome.Unclear(reason),
            AnswerMeaning.SlowDown => new Outcome
            {
                State = DeliveryState.Deferred,
                Reason = reason,
                Until = slowUntil,
                Lane = LaneVerdict.Wait,
            },
            _ => Outcome.Deferred(reason),
        };
}

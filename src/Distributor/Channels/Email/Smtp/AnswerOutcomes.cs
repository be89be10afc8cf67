using Distributor.Delivery;
using NodaTime;

namespace Distributor.Channels.Email.Smtp;

/// <summary>The outcome of each meaning: what happens to the row, to its address and to its lane.</summary>
static class AnswerOutcomes
{
    /// <param name="messageId">The id of a message that was accepted.</param>
    /// <param name="slowDown">How long a lane that was told to slow down rests.</param>
    public static Outcome Of(AnswerMeaning meaning, string reason, string messageId, Duration slowDown) =>
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
                Wait = slowDown,
                Lane = LaneVerdict.Wait,
            },
            _ => Outcome.Deferred(reason),
        };
}

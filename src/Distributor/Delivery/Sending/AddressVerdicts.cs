using Distributor.Storage;
using Distributor.Subscribers.Bouncing;

namespace Distributor.Delivery.Sending;

/// <summary>What an answer means for the address it was sent to. Written before the outcome, so that a kill in between forgets neither.</summary>
public sealed partial class AddressVerdicts(
    BounceService bounces,
    ChatMigration migration,
    ILogger<AddressVerdicts> logger
)
{
    /// <param name="recorded">What the outcome is in the ledger's terms: an address is believed gone only with a failed row.</param>
    /// <returns>The outcome to record.</returns>
    public async Task<RecordedOutcome> ApplyAsync(
        ClaimedDelivery row,
        Outcome outcome,
        RecordedOutcome recorded,
        CancellationToken cancellationToken
    )
    {
        try
        {
            switch (outcome.Address)
            {
                case AddressVerdict.Gone or AddressVerdict.ChatGone when recorded.State == DeliveryState.Failed:
                    await bounces.GoneAsync(
                        row.Key.AddressId,
                        outcome.Address == AddressVerdict.ChatGone,
                        outcome.Reason ?? "gone",
                        cancellationToken
                    );
                    LogGone(row.Key.AddressId, outcome.Reason ?? "gone");
                    return recorded;
                case AddressVerdict.Moved when outcome.MovedTo is { } to:
                    return await MovedAsync(row, to, recorded, cancellationToken);
                default:
                    return recorded;
            }
        }
        catch (Exception exception) when (DatabaseFault.Is(exception))
        {
            // The outcome matters more; the next message to the address is answered the same.
            LogNotApplied(exception.GetType().Name);
            return recorded;
        }
    }

    /// <summary>The same row goes out again to the new id; where the new id was known already, that address gets the message.</summary>
    private async Task<RecordedOutcome> MovedAsync(
        ClaimedDelivery row,
        string to,
        RecordedOutcome recorded,
        CancellationToken cancellationToken
    )
    {
        var address = await migration.MoveAsync(row.Key.AddressId, to, cancellationToken);
        if (address == row.Key.AddressId)
        {
            return recorded;
        }
        return OutcomeTranslation.Suppressed(row, "merged");
    }

    [LoggerMessage(2108, LogLevel.Information, "Address {Address} is out of service: {Reason}")]
    private partial void LogGone(long address, string reason);

    [LoggerMessage(2109, LogLevel.Warning, "What an answer says of its address could not be written now ({Fault})")]
    private partial void LogNotApplied(string fault);
}

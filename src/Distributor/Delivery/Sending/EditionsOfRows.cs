using Distributor.Delivery.Editions;

namespace Distributor.Delivery.Sending;

/// <summary>Finds what each claimed row goes out with; the part of composing that both channels share.</summary>
public sealed class EditionsOfRows(EditionFreezer freezer, StillWanted wanted)
{
    /// <returns>The edition, or the outcome that ends the row without a message.</returns>
    public async Task<(FrozenEdition? Edition, RecordedOutcome? Instead)> FindAsync(
        ClaimedDelivery row,
        CancellationToken cancellationToken
    )
    {
        // A summary's stories are chosen now, so that it can take alerts in until it is claimed.
        var isChosenNow = row.ConsentChanged || row is { RunKind: RunKind.Summary, EditionId: null };
        var (id, reason) = isChosenNow
            ? await wanted.EditionOfAsync(row, cancellationToken)
            : (row.EditionId, StillWanted.Reason);
        if (id is null)
        {
            return (null, OutcomeTranslation.Suppressed(row, reason));
        }
        var edition = await freezer.GetAsync(id.Value, cancellationToken);
        if (edition.Retracted)
        {
            return (null, OutcomeTranslation.Suppressed(row, "retracted"));
        }
        return edition.Rendered is null ? (null, OutcomeTranslation.Held(row, "edition held")) : (edition, null);
    }
}

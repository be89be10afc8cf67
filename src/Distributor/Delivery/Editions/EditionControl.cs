using Distributor.Jobs;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Delivery.Editions;

/// <summary>An admin's word on an edition that did not pass the check before sending.</summary>
public sealed class EditionControl(Database database, ILedger ledger, NewWork newWork, IClock clock)
{
    /// <summary>It goes out as it is; its readers' rows, which wait without a due time, are due now.</summary>
    /// <returns>False when it is not held (any more).</returns>
    public async Task<bool> SendAnywayAsync(long editionId, string actor, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var edition = await db
            .Editions.AsNoTracking()
            .SingleOrDefaultAsync(one => one.Id == editionId, cancellationToken);
        if (edition is null)
        {
            return false;
        }
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var released = await db
                .Editions.Where(one => one.Id == editionId && one.State == EditionState.Held && one.Rendered != null)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(one => one.State, EditionState.Frozen)
                            .SetProperty(one => one.Fault, (string?)null),
                    cancellationToken
                );
            if (released == 0)
            {
                return false;
            }
            db.Audit.Add(
                new AuditEntry
                {
                    At = clock.GetCurrentInstant(),
                    Actor = actor,
                    Action = "edition.sendAnyway",
                    Subject = FormattableString.Invariant($"edition:{editionId}"),
                    Before = edition.Fault,
                }
            );
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        await ledger.ReleaseAsync(edition.RunId, cancellationToken);
        newWork.Announce();
        return true;
    }
}

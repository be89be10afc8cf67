using System.Globalization;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers.Preferences;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Bulk;

/// <summary>
/// The same change to many people, in slices of a thousand, each a transaction of its own with what is needed to undo it. An undo
/// restores only addresses that nobody has changed since: their consent number says so. Longer than most files because doing and
/// undoing are read side by side.
/// </summary>
public sealed class BulkService(Database database, ILedger ledger, PreferenceService preferences, IClock clock)
{
    public const int SliceSize = 1_000;

    /// <summary>More people than this are not changed by one click.</summary>
    public const int MostPeople = 100_000;

    /// <summary>How long a change can be undone.</summary>
    public static readonly Duration UndoTime = Duration.FromMinutes(10);

    /// <summary>Writes the change down; <see cref="ApplyAsync"/> does it.</summary>
    public async Task<BulkChange> BeginAsync(
        BulkAction action,
        int? topicId,
        int people,
        string by,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var change = new BulkChange
        {
            Action = BulkActions.Word(action),
            Argument = topicId?.ToString(CultureInfo.InvariantCulture),
            By = by,
            At = clock.GetCurrentInstant(),
        };
        db.BulkChanges.Add(change);
        await db.SaveChangesAsync(cancellationToken);
        db.Audit.Add(
            new AuditEntry
            {
                At = change.At,
                Actor = by,
                Action = "subscribers." + change.Action,
                Subject = "bulk:" + change.Id.ToString(CultureInfo.InvariantCulture),
                After = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{people} people{(topicId is null ? "" : $", topic {topicId}")}"
                ),
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        return change;
    }

    /// <summary>Does it to all addresses of these people; doing it again to the same ones changes nothing.</summary>
    /// <param name="progress">Told how many people are done.</param>
    /// <returns>How many addresses changed.</returns>
    public async Task<int> ApplyAsync(
        BulkChange change,
        IReadOnlyList<long> people,
        Action<int>? progress,
        CancellationToken cancellationToken
    )
    {
        var changed = 0;
        foreach (var slice in people.Chunk(SliceSize))
        {
            changed += await RetriedAsync(() => ApplySliceAsync(change, slice, cancellationToken));
            progress?.Invoke(slice.Length);
        }
        return changed;
    }

    public async Task<BulkChange?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await db.BulkChanges.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
    }

    /// <summary>It is not undone yet, and young enough.</summary>
    public bool CanUndo(BulkChange change) =>
        change.UndoneAt is null && change.At > clock.GetCurrentInstant() - UndoTime && change.Changed > 0;

    /// <returns>How many addresses are as before, and how many were changed since and stay; null when it cannot be undone any more.</returns>
    public async Task<UndoResult?> UndoAsync(long id, string by, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        await using (var db = database.CreateDbContext())
        {
            // One statement, so that two clicks undo once.
            var taken = await db
                .BulkChanges.Where(one => one.Id == id && one.UndoneAt == null && one.At > now - UndoTime)
                .ExecuteUpdateAsync(set => set.SetProperty(one => one.UndoneAt, now), cancellationToken);
            if (taken == 0)
            {
                return null;
            }
            db.Audit.Add(
                new AuditEntry
                {
                    At = now,
                    Actor = by,
                    Action = "subscribers.undo",
                    Subject = "bulk:" + id.ToString(CultureInfo.InvariantCulture),
                }
            );
            await db.SaveChangesAsync(cancellationToken);
        }
        var result = new UndoResult(0, 0);
        for (long after = 0; ; )
        {
            var (slice, last) = await UndoSliceAsync(id, after, by, cancellationToken);
            result = new UndoResult(result.Restored + slice.Restored, result.Kept + slice.Kept);
            if (last is not { } next)
            {
                return result;
            }
            after = next;
        }
    }

    private async Task<int> ApplySliceAsync(BulkChange change, long[] people, CancellationToken cancellationToken)
    {
        var action = BulkActions.Read(change.Action)!.Value;
        var topic = change.Argument is { } argument ? int.Parse(argument, CultureInfo.InvariantCulture) : (int?)null;
        var changed = new List<long>();
        await using (var db = database.CreateDbContext())
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            await LockAsync(db.Addresses.Where(a => people.Contains(a.SubscriberId)), cancellationToken);
            var addresses = await db
                .Addresses.Include(a => a.Subscriptions)
                .Include(a => a.Schedules)
                .AsSplitQuery()
                .Where(a => people.Contains(a.SubscriberId))
                .OrderBy(a => a.Id)
                .ToListAsync(cancellationToken);
            var now = clock.GetCurrentInstant();
            var edit = new BulkEdit(action, topic, await preferences.StartAsync(db, cancellationToken), change.By, now);
            foreach (var address in addresses)
            {
                var before = AddressBefore.Write(address);
                if (edit.Apply(address) is not { } events)
                {
                    continue;
                }
                db.SubscriptionEvents.AddRange(events);
                db.BulkChangeRows.Add(
                    new BulkChangeRow
                    {
                        ChangeId = change.Id,
                        AddressId = address.Id,
                        Before = before,
                        Consent = address.Consent,
                    }
                );
                changed.Add(address.Id);
            }
            await db.SaveChangesAsync(cancellationToken);
            await db
                .BulkChanges.Where(one => one.Id == change.Id)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(one => one.Changed, one => one.Changed + changed.Count),
                    cancellationToken
                );
            await transaction.CommitAsync(cancellationToken);
        }
        if (action == BulkAction.Unsubscribe)
        {
            await WithdrawAsync(changed, cancellationToken);
        }
        return changed.Count;
    }

    private async Task<(UndoResult, long? Last)> UndoSliceAsync(
        long id,
        long after,
        string by,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var rows = await db
            .BulkChangeRows.AsNoTracking()
            .Where(row => row.ChangeId == id && row.AddressId > after)
            .OrderBy(row => row.AddressId)
            .Take(SliceSize)
            .ToListAsync(cancellationToken);
        if (rows.Count == 0)
        {
            return (new UndoResult(0, 0), null);
        }
        var ids = rows.ConvertAll(row => row.AddressId);
        await LockAsync(db.Addresses.Where(a => ids.Contains(a.Id)), cancellationToken);
        var addresses = await db
            .Addresses.Include(a => a.Subscriptions)
            .Include(a => a.Schedules)
            .AsSplitQuery()
            .Where(a => ids.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, cancellationToken);
        var topics = (await db.Topics.Select(topic => topic.Id).ToListAsync(cancellationToken)).ToHashSet();
        var now = clock.GetCurrentInstant();
        var restored = 0;
        foreach (var row in rows)
        {
            if (addresses.TryGetValue(row.AddressId, out var address) && address.Consent == row.Consent)
            {
                db.SubscriptionEvents.AddRange(AddressBefore.Read(row.Before).Restore(address, topics, by, now));
                restored++;
            }
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (new UndoResult(restored, rows.Count - restored), rows[^1].AddressId);
    }

    /// <summary>Only of those that have something waiting: the ledger is asked for each of them.</summary>
    private async Task WithdrawAsync(List<long> addresses, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var days = await db
            .Runs.Where(run => run.FinishedAt == null)
            .Select(run => run.Day)
            .Distinct()
            .ToListAsync(cancellationToken);
        if (days.Count == 0)
        {
            return;
        }
        var waiting = await db
            .Deliveries.Where(row =>
                addresses.Contains(row.AddressId)
                && days.Contains(row.Day)
                && (row.State == DeliveryState.Planned || row.State == DeliveryState.Deferred)
            )
            .Select(row => row.AddressId)
            .Distinct()
            .ToListAsync(cancellationToken);
        foreach (var id in waiting)
        {
            // The claim asks the address anyway, should this never come.
            await ledger.WithdrawAsync(id, "unsubscribed", cancellationToken);
        }
    }

    /// <summary>Whoever changes one of these addresses comes before this transaction or after it.</summary>
    private static Task<int> LockAsync(IQueryable<Address> addresses, CancellationToken cancellationToken) =>
        addresses.ExecuteUpdateAsync(set => set.SetProperty(a => a.Consent, a => a.Consent), cancellationToken);

    private static async Task<int> RetriedAsync(Func<Task<int>> slice)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await slice();
            }
            catch (Exception exception) when (attempt < 3 && Collision.Is(exception))
            {
                // Two changes of many met the same people in another order; the slice did not happen and is done again.
            }
        }
    }
}

/// <param name="Restored">Addresses that are as before.</param>
/// <param name="Kept">Changed since, so left as they are.</param>
public sealed record UndoResult(int Restored, int Kept);

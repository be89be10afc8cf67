using Distributor.Delivery;
using Distributor.Digests;
using Distributor.Storage;
using Distributor.Subscribers.Managing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Subscribers.Preferences;

/// <summary>
/// Reads and changes what an address has asked for, for pages and chats alike. A change is one transaction with its proof; rows
/// already planned are looked at again because the consent number is another.
/// </summary>
public sealed class PreferenceService(Database database, ILedger ledger, IOptions<DigestOptions> digests, IClock clock)
{
    /// <returns>Null when there is no such address any more.</returns>
    public async Task<Wishes?> ReadAsync(long addressId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var address = await With(db).AsNoTracking().SingleOrDefaultAsync(a => a.Id == addressId, cancellationToken);
        return address is null ? null : Read(address);
    }

    /// <param name="by">Who did it, for the proof: <c>reader</c>, <c>bot</c>, <c>admin:…</c>.</param>
    /// <returns>What holds now; null when there is no such address any more.</returns>
    /// <exception cref="ArgumentException">A digest of fewer than 0 stories, or quiet hours that begin when they end.</exception>
    public async Task<Wishes?> ChangeAsync(
        long addressId,
        WishChange change,
        string by,
        CancellationToken cancellationToken
    )
    {
        if (change.MaxStories < 0)
        {
            throw new ArgumentException("A digest has at least one story.", nameof(change));
        }
        if (change.Quiet is { } quiet && quiet.Start == quiet.End)
        {
            throw new ArgumentException("Quiet hours end at another time than they begin.", nameof(change));
        }
        WishEditor editor;
        Wishes now;
        await using (var db = database.CreateDbContext())
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            await LockAsync(db, addressId, cancellationToken);
            var address = await With(db).SingleOrDefaultAsync(a => a.Id == addressId, cancellationToken);
            if (address is null)
            {
                return null;
            }
            var start = await StartAsync(db, cancellationToken);
            var at = clock.GetCurrentInstant();
            var before = WishText.Of(address);
            editor = new WishEditor(address, change, start, by, at);
            editor.Apply();
            db.SubscriptionEvents.AddRange(editor.Events);
            if (WishText.Of(address) is var after && after != before)
            {
                AddressAudit.Add(db, by, "subscriber.wishes", address.SubscriberId, before, after, at);
            }
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            now = Read(address);
        }
        if (editor.QuietChanged)
        {
            // Its own transaction: should it never come, they go out at the end of the old quiet hours.
            await ledger.WakeQuietAsync(addressId, cancellationToken);
        }
        return now;
    }

    /// <summary>Nothing but notices until <paramref name="until"/>, or until told. Only who is active can pause, or change a pause.</summary>
    /// <returns>False when the address is gone, unsubscribed, bounced or not confirmed.</returns>
    public Task<bool> PauseAsync(long addressId, Instant? until, string by, CancellationToken cancellationToken) =>
        SwitchAsync(
            addressId,
            [AddressState.Active, AddressState.Paused],
            AddressState.Paused,
            until,
            "paused",
            by,
            cancellationToken
        );

    /// <summary>Ends a pause; the next digest says what came meanwhile.</summary>
    /// <returns>False when the address is not paused.</returns>
    public Task<bool> ResumeAsync(long addressId, string by, CancellationToken cancellationToken) =>
        SwitchAsync(addressId, [AddressState.Paused], AddressState.Active, null, "resumed", by, cancellationToken);

    /// <summary>Resumes everybody whose pause is over; by the minute.</summary>
    /// <returns>How many.</returns>
    public async Task<int> EndPausesAsync(CancellationToken cancellationToken)
    {
        var resumed = 0;
        while (true)
        {
            await using var db = database.CreateDbContext();
            var now = clock.GetCurrentInstant();
            var over = await db
                .Addresses.Where(a => a.PausedUntil <= now && a.State == AddressState.Paused)
                .OrderBy(a => a.PausedUntil)
                .Select(a => a.Id)
                .Take(500)
                .ToListAsync(cancellationToken);
            foreach (var id in over)
            {
                resumed += await ResumeAsync(id, "clock", cancellationToken) ? 1 : 0;
            }
            if (over.Count < 500)
            {
                return resumed;
            }
        }
    }

    /// <summary>Where digests begin that begin now.</summary>
    public async Task<DigestStart> StartAsync(DistributorDb db, CancellationToken cancellationToken) =>
        new(
            await db.ArticleSequences.Select(sequence => sequence.Value).SingleAsync(cancellationToken),
            digests.Value.DefaultLocalTime
        );

    private async Task<bool> SwitchAsync(
        long addressId,
        AddressState[] from,
        AddressState to,
        Instant? until,
        string action,
        string by,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await LockAsync(db, addressId, cancellationToken);
        var address = await db
            .Addresses.Include(a => a.Schedules)
            .SingleOrDefaultAsync(a => a.Id == addressId, cancellationToken);
        if (address is null || !from.Contains(address.State))
        {
            return false;
        }
        var now = clock.GetCurrentInstant();
        AddressAudit.Add(
            db,
            by,
            to == AddressState.Paused ? "subscriber.pause" : "subscriber.resume",
            address.SubscriberId,
            $"{AddressAudit.Name(address)}: {address.State.ToWord()}",
            $"{AddressAudit.Name(address)}: {to.ToWord()}{(until is { } end ? $" until {end}" : "")}",
            now
        );
        address.State = to;
        address.StateSince = now;
        address.StateReason = to == AddressState.Paused ? "paused by " + by : null;
        address.PausedUntil = until;
        address.Consent++;
        foreach (var schedule in address.Schedules)
        {
            schedule.NextAt =
                to == AddressState.Active
                    ? NextDigest.After(now, schedule, TimeZones.Of(address.TimeZone))
                    : NextDigest.NotDue;
        }
        db.SubscriptionEvents.Add(
            new SubscriptionEvent
            {
                AddressId = addressId,
                Action = action,
                By = by,
                At = now,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Two changes of one address come one after the other. (On SQLite a transaction that writes is alone anyway.)</summary>
    internal static Task LockAsync(DistributorDb db, long addressId, CancellationToken cancellationToken) =>
        db
            .Addresses.Where(a => a.Id == addressId)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Consent, a => a.Consent), cancellationToken);

    private static IQueryable<Address> With(DistributorDb db) =>
        db.Addresses.Include(a => a.Subscriptions).Include(a => a.Schedules).AsSplitQuery();

    private Wishes Read(Address address)
    {
        var schedule = address.Schedules.OrderBy(s => s.Cadence).FirstOrDefault();
        var due = address.Schedules.Where(s => s.NextAt != NextDigest.NotDue).ToList();
        return new Wishes
        {
            AddressId = address.Id,
            SubscriberId = address.SubscriberId,
            Channel = address.Channel,
            ShownAs = address.WrittenAs ?? address.Value,
            State = address.State,
            PausedUntil = address.PausedUntil,
            Language = address.Language,
            TimeZone = address.TimeZone,
            Topics = [.. address.Subscriptions.Select(s => new WantedTopic(s.TopicId, s.Cadence))],
            DigestTime = schedule?.LocalTime ?? digests.Value.DefaultLocalTime,
            Weekday = schedule?.Weekday ?? IsoDayOfWeek.Monday,
            MaxStories = schedule?.MaxStories,
            Quiet = address is { QuietStart: { } start, QuietEnd: { } end } ? new QuietTimes(start, end) : null,
            NextDigestAt = due.Count > 0 ? due.Min(s => s.NextAt) : null,
        };
    }
}

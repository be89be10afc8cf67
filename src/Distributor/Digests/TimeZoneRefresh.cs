using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Digests;

/// <summary>
/// Governments change clocks, sometimes within weeks. The version of the zone data that times were computed with is stored; a
/// program that brings another one computes the time of every waiting digest and of all quiet hours anew.
/// </summary>
public sealed class TimeZoneRefresh(Database database, QuietPeriods quiet, IClock clock)
{
    private const string SettingName = "tzdb";
    private const int SliceSize = 5_000;

    /// <returns>How many schedules and quiet hours moved; 0 when the data is what it was.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var version = DateTimeZoneProviders.Tzdb.VersionId;
        await using var db = database.CreateDbContext();
        var stored = await db.Settings.SingleOrDefaultAsync(s => s.Name == SettingName, cancellationToken);
        if (stored?.Value == version)
        {
            return 0;
        }
        var moved = stored is null
            ? 0
            : await RecomputeAsync(cancellationToken) + await quiet.RecomputeAsync(cancellationToken);
        // Last, so that a kill in between only means doing it again.
        await RememberAsync(db, stored, version, cancellationToken);
        return moved;
    }

    private async Task RememberAsync(
        DistributorDb db,
        SettingRow? stored,
        string version,
        CancellationToken cancellationToken
    )
    {
        if (stored is null)
        {
            stored = new SettingRow
            {
                Name = SettingName,
                Value = version,
                ChangedAt = clock.GetCurrentInstant(),
                ChangedBy = "program",
            };
            db.Settings.Add(stored);
        }
        stored.Value = version;
        stored.ChangedAt = clock.GetCurrentInstant();
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another instance has just written the same.
        }
    }

    private async Task<int> RecomputeAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var after = (AddressId: 0L, Cadence: default(Cadence));
        var moved = 0;
        while (true)
        {
            await using var db = database.CreateDbContext();
            var slice = await DueReader.AllAsync(db, after, SliceSize, cancellationToken);
            if (slice.Count == 0)
            {
                return moved;
            }
            after = (slice[^1].AddressId, slice[^1].Cadence);
            // What is due stays due, and what nobody waits for stays so.
            foreach (var reader in slice.Where(reader => reader.NextAt > now && reader.NextAt != NextDigest.NotDue))
            {
                var next = NextDigest.After(now, reader.LocalTime, reader.Zone, reader.Cadence, reader.Weekday);
                if (next != reader.NextAt)
                {
                    moved += await db
                        .DigestSchedules.Where(s =>
                            s.AddressId == reader.AddressId && s.Cadence == reader.Cadence && s.NextAt == reader.NextAt
                        )
                        .ExecuteUpdateAsync(set => set.SetProperty(s => s.NextAt, next), cancellationToken);
                }
            }
        }
    }
}

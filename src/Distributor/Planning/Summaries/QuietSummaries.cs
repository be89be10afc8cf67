using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Planning.Summaries;

/// <summary>
/// Shortly before quiet hours end, more than three waiting alerts become one summary. Looked for by the minute among the
/// addresses whose quiet hours end soon or have just ended; done twice it adds nothing, and alerts that come in meanwhile join
/// a summary that is not sent yet, or go out by themselves.
/// </summary>
public sealed class QuietSummaries(Database database, ILedger ledger, SummaryRuns runs, IClock clock)
{
    /// <summary>So many alerts are still delivered one by one.</summary>
    public const int Most = 3;

    /// <summary>Twice the pause between two looks: one of them may be late.</summary>
    private static readonly Duration Ahead = Duration.FromMinutes(2);

    private const int SliceSize = 1_000;

    /// <returns>The runs that have rows of these addresses, to be set going.</returns>
    public async Task<IReadOnlyList<long>> SummariseAsync(CancellationToken cancellationToken)
    {
        var soon = clock.GetCurrentInstant() + Ahead;
        var after = new SummarisedAddress(0, Instant.FromUnixTimeTicks(0));
        var touched = new HashSet<long>();
        while (true)
        {
            var slice = await EndingAsync(after, soon, cancellationToken);
            if (slice.Count == 0)
            {
                return [.. touched];
            }
            after = slice[^1];
            var waiting = await ledger.WaitingAlertsAsync(
                slice.ConvertAll(address => address.AddressId),
                Most,
                cancellationToken
            );
            foreach (
                var hour in slice
                    .Where(address => waiting.Contains(address.AddressId))
                    .GroupBy(address => SummaryRuns.HourOf(address.DueAt))
            )
            {
                var run = await runs.EnsureAsync(hour.Key, cancellationToken);
                if (await ledger.SummariseAsync(run, [.. hour], Most, cancellationToken) > 0)
                {
                    touched.Add(run);
                }
            }
        }
    }

    private async Task<List<SummarisedAddress>> EndingAsync(
        SummarisedAddress after,
        Instant soon,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var ending = await Ending(db, after, soon)
            .Select(a => new { a.Id, Until = a.QuietUntil!.Value })
            .ToListAsync(cancellationToken);
        return ending.ConvertAll(a => new SummarisedAddress(a.Id, a.Until));
    }

    /// <summary>The next addresses in order of (end, id), along the index on the end.</summary>
    internal static IQueryable<Address> Ending(DistributorDb db, SummarisedAddress after, Instant soon) =>
        db
            .Addresses.Where(a =>
                a.QuietUntil >= after.DueAt
                && a.QuietUntil <= soon
                && (a.QuietUntil > after.DueAt || a.Id > after.AddressId)
                && a.State == AddressState.Active
            )
            .OrderBy(a => a.QuietUntil)
            .ThenBy(a => a.Id)
            .Take(SliceSize);
}

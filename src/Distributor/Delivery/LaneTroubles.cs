using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Delivery;

/// <summary>A road on which nothing moves just now, and why: what an admin wants to know first.</summary>
/// <param name="Lane">Key of the lane: <c>telegram</c>, <c>email</c> (the account) or <c>email:google</c> (a receiver).</param>
/// <param name="Until">It is tried again then.</param>
public sealed record LaneTrouble(string Lane, string Reason, Instant? Since, Instant? Until)
{
    /// <summary>One line.</summary>
    public string ToText() =>
        FormattableString.Invariant($"{Lane} waits until {Until:yyyy-MM-dd HH:mm:ss} UTC: {Reason}");
}

/// <summary>Reads the lanes that wait or are out of order.</summary>
public sealed class LaneTroubles(Database database, IClock clock)
{
    public async Task<IReadOnlyList<LaneTrouble>> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        return await db
            .Lanes.Where(lane => lane.Reason != null && (lane.Breakdowns > 0 || lane.HeldUntil > now))
            .OrderBy(lane => lane.Id)
            .Select(lane => new LaneTrouble(lane.Key, lane.Reason!, lane.Since, lane.HeldUntil))
            .ToListAsync(cancellationToken);
    }
}

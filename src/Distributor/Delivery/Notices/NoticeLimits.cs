using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Delivery.Notices;

/// <summary>How many notices one address may be sent, so that nobody's mailbox is filled by typing its address into our forms.</summary>
public sealed class NoticeLimits(Database database, IClock clock)
{
    /// <summary>Notices of one UTC day to one address.</summary>
    public const int MostPerDay = 8;

    public async Task<bool> MaySendAsync(long addressId, CancellationToken cancellationToken)
    {
        var day = clock.GetCurrentInstant().InUtc().Date;
        var key = LocalDatePattern.Iso.Format(day);
        await using var db = database.CreateDbContext();
        var sent = await (
            from run in db.Runs
            where run.Kind == RunKind.Notice && run.Key == key
            join delivery in db.Deliveries
                on new { run.Day, RunId = run.Id } equals new { delivery.Day, delivery.RunId }
            where delivery.AddressId == addressId && delivery.Day == day
            select delivery.Part
        ).CountAsync(cancellationToken);
        return sent < MostPerDay;
    }
}

using System.Security.Cryptography;
using Distributor.Channels;
using Distributor.Delivery.Editions;
using Distributor.Delivery.Sending;
using Distributor.Storage;
using Distributor.Templates;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Delivery.Notices;

/// <summary>
/// Puts notices into the ledger, one row each, in the run of the UTC day. From there they go like everything else: with a lease,
/// retries, an outcome and a place in the person's history.
/// </summary>
public sealed class NoticePlanner(
    Database database,
    ILedger ledger,
    Partitions partitions,
    SenderWake wake,
    IClock clock
)
{
    /// <summary>Two notices to one address in one moment want the same part; more than a few at once nobody sends.</summary>
    private const int Attempts = 5;

    /// <summary>Plans one notice to one e-mail address and wakes the sender.</summary>
    /// <returns>False when the address is gone.</returns>
    public async Task<bool> SendAsync(long addressId, NoticeContents contents, CancellationToken cancellationToken)
    {
        var run = await EnsureRunAsync(cancellationToken);
        await using var db = database.CreateDbContext();
        var address = await db
            .Addresses.Where(a => a.Id == addressId && a.Channel == ChannelKind.Email)
            .Select(a => new { a.Language, a.TimeZone })
            .SingleOrDefaultAsync(cancellationToken);
        if (address is null)
        {
            return false;
        }
        var edition = new Edition
        {
            RunId = run,
            Channel = ChannelKind.Email,
            Language = address.Language,
            TimeZone = address.TimeZone,
            Layout = EditionDraft.Notice,
            TemplateVersion = TemplateVersion.Current,
            // Nobody shares a notice.
            ContentKey = RandomNumberGenerator.GetHexString(64, lowercase: true),
            Contents = contents.ToJson(),
            CreatedAt = clock.GetCurrentInstant(),
        };
        db.Editions.Add(edition);
        await db.SaveChangesAsync(cancellationToken);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await ledger.PlanNoticeAsync(run, addressId, edition.Id, cancellationToken) > 0)
            {
                wake.Wake();
                return true;
            }
        }
        return false;
    }

    /// <summary>The run of today's notices; two instances may try at once, the unique key lets one win.</summary>
    private async Task<long> EnsureRunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var day = now.InUtc().Date;
        var key = LocalDatePattern.Iso.Format(day);
        await partitions.EnsureAsync(day, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            await using var db = database.CreateDbContext();
            var known = await db
                .Runs.Where(run => run.Kind == RunKind.Notice && run.Key == key)
                .Select(run => (long?)run.Id)
                .SingleOrDefaultAsync(cancellationToken);
            if (known is { } id)
            {
                return id;
            }
            var opened = new Run
            {
                Kind = RunKind.Notice,
                Key = key,
                Day = day,
                State = RunState.Sending,
                Title = "Notices " + day.ToString("d MMM", System.Globalization.CultureInfo.InvariantCulture),
                Priority = Priorities.Urgent,
                LateAfterMinutes = RunAge.Minutes(RunKind.Notice, key),
                CreatedAt = now,
            };
            db.Runs.Add(opened);
            try
            {
                await db.SaveChangesAsync(cancellationToken);
                return opened.Id;
            }
            catch (DbUpdateException) when (attempt < 3)
            {
                // Made by another instance in this moment.
            }
        }
    }
}

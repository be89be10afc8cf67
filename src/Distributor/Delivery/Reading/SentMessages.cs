using System.Globalization;
using Distributor.Delivery.Editions;
using Distributor.Delivery.Sending;
using Distributor.Site;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Cadence = Distributor.Subscribers.Cadence;

namespace Distributor.Delivery.Reading;

/// <summary>One row of the ledger with everything that is known of it.</summary>
/// <param name="Address">Null when the reader has been deleted since.</param>
/// <param name="Edition">Null for rows without a message, such as "nothing new".</param>
public sealed record DeliveryStory(
    DeliveryRow Row,
    Run Run,
    Address? Address,
    Edition? Edition,
    IReadOnlyList<DeliveryEvent> Events
)
{
    public string Id => new DeliveryKey(Row.Day, Row.RunId, Row.AddressId, Row.Part).Id;

    /// <summary>What was or will be sent; null while the edition is not written yet.</summary>
    public RenderedEdition? Rendered => Edition?.Rendered is { } json ? RenderedEdition.FromJson(json) : null;
}

/// <summary>Reads what became of one delivery, and the message as it was sent.</summary>
public sealed class SentMessages(Database database, IOptions<SiteOptions> site)
{
    /// <param name="id"><c>run-address-part</c>.</param>
    public async Task<DeliveryStory?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (
            id.Split('-') is not [var first, var second, var third]
            || !long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var runId)
            || !long.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var addressId)
            || !short.TryParse(third, NumberStyles.None, CultureInfo.InvariantCulture, out var part)
        )
        {
            return null;
        }
        await using var db = database.CreateDbContext();
        var run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(one => one.Id == runId, cancellationToken);
        if (run is null)
        {
            return null;
        }
        var row = await db
            .Deliveries.AsNoTracking()
            .SingleOrDefaultAsync(
                one => one.Day == run.Day && one.RunId == runId && one.AddressId == addressId && one.Part == part,
                cancellationToken
            );
        return row is null
            ? null
            : new DeliveryStory(
                row,
                run,
                await db
                    .Addresses.AsNoTracking()
                    .Include(address => address.Subscriber)
                    .SingleOrDefaultAsync(address => address.Id == addressId, cancellationToken),
                await db
                    .Editions.AsNoTracking()
                    .SingleOrDefaultAsync(edition => edition.Id == row.EditionId, cancellationToken),
                await db
                    .DeliveryEvents.AsNoTracking()
                    .Where(one => one.RunId == runId && one.AddressId == addressId && one.Part == part)
                    .OrderBy(one => one.Id)
                    .Take(100)
                    .ToListAsync(cancellationToken)
            );
    }

    /// <summary>
    /// The mail of a delivery with its reader's foot. Personal links lead to the front page instead: whoever looks at it here shall
    /// not unsubscribe somebody by a click.
    /// </summary>
    /// <returns>Null when there is no mail, or none yet.</returns>
    public async Task<string?> MailHtmlAsync(DeliveryStory story, CancellationToken cancellationToken)
    {
        if (story.Rendered?.Mail is not { } mail)
        {
            return null;
        }
        if (story.Run.Kind == RunKind.Notice || story.Address is not { } address)
        {
            return mail.Html;
        }
        var facts = await ReaderFacts.ReadAsync(database, [address.Id], cancellationToken);
        var cadence =
            story.Run.Kind != RunKind.Digest ? Cadence.Instant
            : story.Run.Key.StartsWith("weekly:", StringComparison.Ordinal) ? Cadence.Weekly
            : Cadence.Daily;
        var schedule = facts.Schedule(address.Id, cadence);
        var home = site.Value.BaseAddress;
        return new MailSplicer(mail)
            .For(
                new PersonalParts
                {
                    Recipient = address.WrittenAs ?? address.Value,
                    Topics = facts.Topics(address.Id, cadence),
                    Cadence = Enum.Parse<Templates.Cadence>(cadence.ToString()),
                    At = schedule?.At,
                    Weekday = cadence == Cadence.Weekly ? schedule?.Weekday : null,
                    Place = TimeZonePlaces.Of(address.TimeZone),
                    PreferencesUrl = home,
                    PauseUrl = home,
                    WebUrl = home,
                    UnsubscribeUrl = home,
                }
            )
            .Html;
    }
}

using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Channels.Email;
using Distributor.Delivery.Bounces;
using Distributor.Delivery.Editions;
using Distributor.Delivery.Sending;
using Distributor.Site;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Delivery.Notices;

/// <summary>
/// Mails of claimed notices. The first claim renders a notice and keeps it, but for the tokens of its links, as the proof of what
/// was sent; later tries send the same words.
/// </summary>
public sealed class NoticeComposer(
    Database database,
    NoticeLinks links,
    EditionRenderer renderer,
    InstallationId installation,
    BounceAddresses bounces,
    IOptions<SiteOptions> site,
    IOptions<MailOptions> mail,
    IClock clock
)
{
    public async Task<EmailMessage> MessageAsync(ClaimedDelivery row, CancellationToken cancellationToken)
    {
        var id = row.EditionId ?? throw new InvalidOperationException("A notice has an edition.");
        await using var db = database.CreateDbContext();
        var edition = await db.Editions.SingleAsync(e => e.Id == id, cancellationToken);
        var notice = NoticeContents.FromJson(edition.Contents);
        if (edition.Rendered is null)
        {
            var fresh = NoticeMail.Render(await ViewAsync(db, row, edition, notice, cancellationToken));
            edition.Rendered = new RenderedEdition { Mail = fresh }.ToJson();
            edition.State = EditionState.Frozen;
            edition.FrozenAt = clock.GetCurrentInstant();
            await db.SaveChangesAsync(cancellationToken);
        }
        var rendered = RenderedEdition.FromJson(edition.Rendered).Mail!;
        var personal = await links.SetInAsync(rendered, notice, row.Key.AddressId, edition, cancellationToken);
        return new EmailMessage
        {
            DeliveryId = row.Key.Id,
            MessageIdPart = await installation.GetAsync(cancellationToken),
            EnvelopeFrom = await bounces.CreateAsync(row.Key.Id, cancellationToken),
            To = row.WrittenAs ?? row.AddressValue,
            ToName = row.Name,
            Subject = rendered.Subject,
            Html = personal.Html,
            Text = personal.Text,
            Language = rendered.Language,
            FeedbackFields = ["notice"],
            Date = clock.GetCurrentInstant().ToDateTimeOffset(),
            MaybeDuplicate = row.MaybeDuplicate,
        };
    }

    private async Task<NoticeView> ViewAsync(
        DistributorDb db,
        ClaimedDelivery row,
        Edition edition,
        NoticeContents notice,
        CancellationToken cancellationToken
    )
    {
        var zone = Subscribers.TimeZones.Of(row.TimeZone);
        return new NoticeView
        {
            Kind = notice.Kind,
            Publication = site.Value.Name,
            SiteUrl = site.Value.BaseAddress,
            PostalAddress = mail.Value.PostalAddress,
            Language = row.Language,
            Recipient = row.WrittenAs ?? row.AddressValue,
            ActionUrl = links.ActionUrl(notice.Kind, edition),
            SecondUrl = links.SecondUrl(notice.Kind, edition),
            Topics = notice.Topics,
            Cadence = notice.Cadence is { } cadence ? Enum.Parse<Templates.Cadence>(cadence.ToString()) : null,
            At = notice.At,
            Weekday = notice.Weekday,
            Place = TimeZonePlaces.Of(row.TimeZone),
            RequestedAt = notice.RequestedAt.InZone(zone).LocalDateTime,
            RequestedFrom = notice.RequestedFrom,
            ExpiresAt = notice.ExpiresAt?.InZone(zone).LocalDateTime,
            OtherAddress = notice.OtherAddress,
            AlreadySubscribed = notice.AlreadySubscribed,
            Latest = await LatestAsync(db, edition, notice, cancellationToken),
        };
    }

    private async Task<DigestView?> LatestAsync(
        DistributorDb db,
        Edition edition,
        NoticeContents notice,
        CancellationToken cancellationToken
    )
    {
        if (notice.Latest is not { } latest)
        {
            return null;
        }
        var stories = await StoryReader.ReadAsync(
            db,
            [.. latest.Stories.Select(story => story.StoryId)],
            cancellationToken
        );
        var topics = await db
            .Topics.Where(topic => topic.Id != Topic.EverythingId)
            .ToDictionaryAsync(topic => topic.Id, topic => topic.Name, cancellationToken);
        return renderer.DigestView(edition, latest, stories, topics);
    }
}

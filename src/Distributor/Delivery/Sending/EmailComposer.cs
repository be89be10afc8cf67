using Distributor.Channels;
using Distributor.Channels.Email.Shared;
using Distributor.Delivery.Bounces;
using Distributor.Delivery.Editions;
using Distributor.Delivery.Notices;
using Distributor.Site;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Links;
using Distributor.Templates;
using Microsoft.Extensions.Options;
using NodaTime;
using Cadence = Distributor.Subscribers.Cadence;

namespace Distributor.Delivery.Sending;

/// <summary>Mails of claimed rows: the shared body of the edition with each reader's foot set in.</summary>
public sealed class EmailComposer(
    EditionsOfRows editions,
    Database database,
    NoticeComposer notices,
    LinkTokens tokens,
    InstallationId installation,
    BounceAddresses bounces,
    IOptions<SiteOptions> site,
    IClock clock
) : IMessageComposer<EmailMessage>
{
    public async Task<IReadOnlyList<Prepared<EmailMessage>>> PrepareAsync(
        IReadOnlyList<ClaimedDelivery> rows,
        CancellationToken cancellationToken
    )
    {
        var facts = await ReaderFacts.ReadAsync(
            database,
            [.. rows.Select(row => row.Key.AddressId).Distinct()],
            cancellationToken
        );
        var prepared = new List<Prepared<EmailMessage>>(rows.Count);
        foreach (var row in rows)
        {
            prepared.Add(await Prepared<EmailMessage>.SafelyAsync(row, () => OneAsync(row, facts, cancellationToken)));
        }
        return prepared;
    }

    private async Task<Prepared<EmailMessage>> OneAsync(
        ClaimedDelivery row,
        ReaderFacts facts,
        CancellationToken cancellationToken
    )
    {
        if (row.RunKind == RunKind.Notice)
        {
            return new Prepared<EmailMessage>(await notices.MessageAsync(row, cancellationToken), null);
        }
        var (edition, instead) = await editions.FindAsync(row, cancellationToken);
        return edition is null
            ? new Prepared<EmailMessage>(null, instead)
            : new Prepared<EmailMessage>(await MessageAsync(row, edition, facts, cancellationToken), null);
    }

    private async Task<EmailMessage> MessageAsync(
        ClaimedDelivery row,
        FrozenEdition edition,
        ReaderFacts facts,
        CancellationToken cancellationToken
    )
    {
        var mail = edition.Rendered!.Mail!;
        var token = await tokens.CreateAsync(LinkPurpose.Unsubscribe, row.Key.AddressId, cancellationToken);
        var unsubscribe = new Uri(site.Value.BaseAddress, $"unsubscribe/{token}");
        var wishes = await tokens.CreateAsync(LinkPurpose.Preferences, row.Key.AddressId, cancellationToken);
        var preferences = new Uri(site.Value.BaseAddress, $"preferences/{wishes}");
        var view = await tokens.CreateAsync(LinkPurpose.ViewEdition, edition.Id, cancellationToken);
        var cadence = CadenceOf(row, facts);
        var schedule = facts.Schedule(row.Key.AddressId, cadence);
        var zone = Subscribers.TimeZones.Of(row.TimeZone);
        var personal = edition.Splicer!.ValuesFor(
            new PersonalParts
            {
                Recipient = row.WrittenAs ?? row.AddressValue,
                Topics = facts.Topics(row.Key.AddressId, cadence),
                Cadence = Enum.Parse<Templates.Cadence>(cadence.ToString()),
                At = schedule?.At,
                Weekday = cadence == Cadence.Weekly ? schedule?.Weekday : null,
                Place = TimeZonePlaces.Of(row.TimeZone),
                NextEdition = edition.Layout == EditionDraft.Digest ? schedule?.Next.InZone(zone).LocalDateTime : null,
                PreferencesUrl = preferences,
                PauseUrl = new Uri(preferences.AbsoluteUri + "#pause"),
                WebUrl = new Uri(site.Value.BaseAddress, $"editions/{view}"),
                UnsubscribeUrl = unsubscribe,
            }
        );
        return new EmailMessage
        {
            DeliveryId = row.Key.Id,
            MessageIdPart = await installation.GetAsync(cancellationToken),
            EnvelopeFrom = await bounces.CreateAsync(row.Key.Id, cancellationToken),
            To = row.WrittenAs ?? row.AddressValue,
            ToName = row.Name,
            Subject = mail.Subject,
            Shared = new PersonalBody(edition.Shared!, personal.Text, personal.Html),
            Language = mail.Language,
            UnsubscribeUrl = unsubscribe,
            ListLabel = ListLabelOf(row, cadence),
            FeedbackFields = [FormattableString.Invariant($"run{row.Key.RunId}"), ListLabelOf(row, cadence)],
            Date = clock.GetCurrentInstant().ToDateTimeOffset(),
            MaybeDuplicate = row.MaybeDuplicate,
        };
    }

    /// <summary>The subscription that brings this mail, which its foot names.</summary>
    private static Cadence CadenceOf(ClaimedDelivery row, ReaderFacts facts)
    {
        if (row.RunKind == RunKind.Digest)
        {
            var weekly =
                row.RunKey.StartsWith("weekly:", StringComparison.Ordinal)
                || facts.Schedule(row.Key.AddressId, Cadence.Daily) is null;
            return weekly ? Cadence.Weekly : Cadence.Daily;
        }
        return facts.Has(row.Key.AddressId, Cadence.Instant) ? Cadence.Instant : Cadence.Breaking;
    }

    private static string ListLabelOf(ClaimedDelivery row, Cadence cadence) =>
        row.RunKind != RunKind.Digest ? "alerts"
        : cadence == Cadence.Weekly ? "weekly"
        : "daily";
}

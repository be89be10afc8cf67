using Distributor.Channels;
using Distributor.Delivery.Notices;
using Distributor.Storage;
using Distributor.Subscribers.SigningUp;
using Distributor.Templates;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers;

/// <summary>Mails people the links that only their mailbox may know.</summary>
public sealed class LinkByMail(
    Database database,
    NoticePlanner notices,
    NoticeLimits limits,
    SignUpService signUps,
    IClock clock
)
{
    private static readonly Duration Freshness = Duration.FromHours(1);

    /// <summary>
    /// "Mail me my link": the settings page to a reader, the question again to who has not confirmed, nothing to anybody else.
    /// </summary>
    public async Task SendSettingsAsync(EmailAddress email, string? ip, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var address = await db
            .Addresses.AsNoTracking()
            .Where(a => a.Channel == ChannelKind.Email && a.Value == email.Value && a.EraseAt == null)
            .SingleOrDefaultAsync(cancellationToken);
        if (
            address is null or { State: AddressState.Bounced }
            || !await limits.MaySendAsync(address.Id, cancellationToken)
        )
        {
            return;
        }
        if (address.State == AddressState.Pending)
        {
            await signUps.AskAgainAsync(address.Id, cancellationToken);
            return;
        }
        await notices.SendAsync(address.Id, New(NoticeKind.Link, ip), cancellationToken);
    }

    /// <summary>A link, good for an hour, to the page where a reader downloads or deletes everything.</summary>
    public async Task SendDataAsync(long addressId, string? ip, CancellationToken cancellationToken)
    {
        if (await limits.MaySendAsync(addressId, cancellationToken))
        {
            var now = clock.GetCurrentInstant();
            await notices.SendAsync(
                addressId,
                New(NoticeKind.Data, ip) with
                {
                    ExpiresAt = now + Freshness,
                },
                cancellationToken
            );
        }
    }

    /// <summary>The last mail to somebody who asked to be deleted.</summary>
    public Task SendGoodbyeAsync(long addressId, string? ip, CancellationToken cancellationToken) =>
        notices.SendAsync(addressId, New(NoticeKind.Goodbye, ip), cancellationToken);

    private NoticeContents New(NoticeKind kind, string? ip) =>
        new()
        {
            Kind = kind,
            RequestedAt = clock.GetCurrentInstant(),
            RequestedFrom = ip,
        };
}

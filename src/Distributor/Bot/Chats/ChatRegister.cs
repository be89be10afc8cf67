using Distributor.Articles.Topics;
using Distributor.Bot.Talking;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Site;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Bot.Chats;

/// <summary>Finds the address of a chat or forum topic, and makes it when somebody who may asks for it.</summary>
internal sealed class ChatRegister(
    Database database,
    ForgottenAddresses forgotten,
    IOptions<SiteOptions> site,
    IClock clock
)
{
    public const string By = "bot";

    /// <summary>Which words were shown when consent was given: those of <c>/start</c>.</summary>
    private const string TextVersion = "bot-start-1";

    public async Task<long?> FindAsync(Spot spot, CancellationToken cancellationToken)
    {
        var value = spot.Address.Value;
        await using var db = database.CreateDbContext();
        return await db
            .Addresses.Where(address => address.Channel == ChannelKind.Telegram && address.Value == value)
            .Select(address => (long?)address.Id)
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The place's address; a new one has confirmed, because whoever may has just asked for it.</summary>
    /// <param name="everything">A new one gets every story at once; otherwise nothing, until topics are chosen.</param>
    /// <param name="like">An address whose language and zone a new one starts with.</param>
    public async Task<long> EnsureAsync(
        Spot spot,
        string language,
        bool everything,
        long? like,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(spot, cancellationToken) is { } known)
        {
            return known;
        }
        var mark = await forgotten.MarkAsync(ChannelKind.Telegram, spot.Address.Value, cancellationToken);
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        var model = await db
            .Addresses.AsNoTracking()
            .SingleOrDefaultAsync(address => like != null && address.Id == like, cancellationToken);
        var name = await db
            .BotChats.Where(chat => chat.ChatId == spot.ChatId)
            .Select(chat => chat.Title)
            .SingleOrDefaultAsync(cancellationToken);
        var address = new Address
        {
            Subscriber = new Subscriber { Name = name, CreatedAt = now },
            Channel = ChannelKind.Telegram,
            Value = spot.Address.Value,
            State = AddressState.Active,
            StateSince = now,
            LaneId = Lane.Telegram,
            Language = model?.Language ?? language,
            TimeZone = model?.TimeZone ?? TimeZones.Find(site.Value.TimeZone) ?? "UTC",
            CreatedAt = now,
        };
        if (everything)
        {
            address.Subscriptions.Add(
                new Subscription
                {
                    TopicId = Topic.EverythingId,
                    Cadence = Cadence.Instant,
                    CreatedAt = now,
                }
            );
        }
        db.Addresses.Add(address);
        await db.SaveChangesAsync(cancellationToken);
        db.SubscriptionEvents.Add(Event(address.Id, "confirmed", null, now));
        db.SubscriptionEvents.AddRange(address.Subscriptions.Select(one => Event(address.Id, "subscribed", one, now)));
        await db.SaveChangesAsync(cancellationToken);
        // Who deleted everything and comes back by their own hand is no stranger to an import any more.
        await db.ForgottenAddresses.Where(one => one.Hmac == mark).ExecuteDeleteAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return address.Id;
    }

    private static SubscriptionEvent Event(long addressId, string action, Subscription? what, Instant now) =>
        new()
        {
            AddressId = addressId,
            TopicId = what?.TopicId,
            Cadence = what?.Cadence,
            Action = action,
            By = By,
            TextVersion = TextVersion,
            At = now,
        };
}

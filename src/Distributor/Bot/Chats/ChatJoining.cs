using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Links;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Bot.Chats;

/// <summary>What came of a link that joins a chat to a reader of mails.</summary>
internal enum Joined
{
    Now,
    Before,
    Expired,

    /// <summary>It worked once already, for another chat.</summary>
    Used,
    Invalid,
}

/// <summary>Joins chats to readers of mails, by the link their page shows: a fresh token that works once.</summary>
internal sealed class ChatJoining(Database database, LinkTokens tokens, IClock clock)
{
    /// <returns>The reader's address the token names; null for a token that is not ours.</returns>
    public async Task<FreshLink?> ReadAsync(string payload, CancellationToken cancellationToken) =>
        await tokens.ReadFreshAsync(LinkPurpose.LinkChat, payload, cancellationToken);

    /// <summary>Moves the chat's address to the reader. Doing it again finds it done.</summary>
    public async Task<Joined> JoinAsync(FreshLink link, long chatAddressId, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var reader = await db
            .Addresses.Where(address => address.Id == link.AddressId && address.EraseAt == null)
            .Select(address => (long?)address.SubscriberId)
            .SingleOrDefaultAsync(cancellationToken);
        if (reader is not { } subscriber)
        {
            return Joined.Invalid;
        }
        var old = await db
            .Addresses.Where(address => address.Id == chatAddressId)
            .Select(address => address.SubscriberId)
            .SingleAsync(cancellationToken);
        var isFresh =
            link.ExpiresAt > now
            && await UsedLinks.UseAsync(db, LinkPurpose.LinkChat, link.Subject, now, cancellationToken);
        if (old == subscriber)
        {
            // Also the second try of an update whose first was cut off.
            await transaction.CommitAsync(cancellationToken);
            return Joined.Before;
        }
        if (!isFresh)
        {
            return link.ExpiresAt > now ? Joined.Used : Joined.Expired;
        }
        await db
            .Addresses.Where(address => address.Id == chatAddressId)
            .ExecuteUpdateAsync(set => set.SetProperty(address => address.SubscriberId, subscriber), cancellationToken);
        await db
            .Subscribers.Where(person => person.Id == old && !person.Addresses.Any())
            .ExecuteDeleteAsync(cancellationToken);
        db.SubscriptionEvents.Add(
            new SubscriptionEvent
            {
                AddressId = chatAddressId,
                Action = "joined",
                By = ChatRegister.By,
                At = now,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Joined.Now;
    }
}

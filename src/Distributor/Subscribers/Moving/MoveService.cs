using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Notices;
using Distributor.Storage;
using Distributor.Subscribers.Links;
using Distributor.Subscribers.Preferences;
using Distributor.Templates;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Moving;

/// <summary>
/// Changes of e-mail addresses. Both ends get a mail and both must confirm: the old one, because a forwarded mail must not carry a
/// subscription away, the new one, because nobody is written to unasked.
/// </summary>
public sealed class MoveService(
    Database database,
    NoticePlanner notices,
    NoticeLimits limits,
    ForgottenAddresses forgotten,
    IClock clock
)
{
    private static readonly Duration Validity = Duration.FromHours(24);
    private static readonly Duration GoodbyeTime = Duration.FromMinutes(1);

    /// <summary>
    /// Asks both ends. A newer wish replaces an older one. Where the new address reads us already, its owner gets a link instead
    /// of a question and the move never comes about; who asked is told the same either way.
    /// </summary>
    public async Task BeginAsync(long addressId, EmailAddress target, string? ip, CancellationToken cancellationToken)
    {
        if (!await limits.MaySendAsync(addressId, cancellationToken))
        {
            return;
        }
        var now = clock.GetCurrentInstant();
        long moveId;
        Address old;
        Address there;
        await using (var db = database.CreateDbContext())
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            await PreferenceService.LockAsync(db, addressId, cancellationToken);
            var found = await db.Addresses.SingleOrDefaultAsync(
                a => a.Id == addressId && a.Channel == ChannelKind.Email,
                cancellationToken
            );
            if (found is null || found.Value == target.Value)
            {
                return;
            }
            old = found;
            there =
                await db.Addresses.SingleOrDefaultAsync(
                    a => a.Channel == ChannelKind.Email && a.Value == target.Value,
                    cancellationToken
                ) ?? db.Addresses.Add(NewEnd(old, target, now)).Entity;
            await db
                .AddressMoves.Where(m => m.AddressId == addressId && m.DoneAt == null)
                .ExecuteDeleteAsync(cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            var move = new AddressMove
            {
                AddressId = addressId,
                NewAddressId = there.Id,
                CreatedAt = now,
                ExpiresAt = now + Validity,
            };
            db.AddressMoves.Add(move);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            moveId = move.Id;
        }
        var notice = new NoticeContents
        {
            Kind = NoticeKind.MoveFrom,
            Subject = moveId,
            ExpiresAt = now + Validity,
            RequestedAt = now,
            RequestedFrom = ip,
        };
        await notices.SendAsync(addressId, notice with { OtherAddress = target.WrittenAs }, cancellationToken);
        if (!await limits.MaySendAsync(there.Id, cancellationToken))
        {
            return;
        }
        var isFree = there.State == AddressState.Pending && there.SubscriberId == old.SubscriberId;
        await notices.SendAsync(
            there.Id,
            isFree
                ? notice with
                {
                    Kind = NoticeKind.MoveTo,
                    OtherAddress = Masked(old.WrittenAs ?? old.Value),
                }
                : new NoticeContents
                {
                    Kind = NoticeKind.Link,
                    AlreadySubscribed = true,
                    RequestedAt = now,
                    RequestedFrom = ip,
                },
            cancellationToken
        );
    }

    /// <summary>The move of a link and its two ends; null when it is gone or was replaced by a newer one.</summary>
    public async Task<MoveState?> ReadAsync(LinkPurpose end, FreshLink link, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var move = await db
            .AddressMoves.AsNoTracking()
            .SingleOrDefaultAsync(m => m.Id == link.Subject, cancellationToken);
        if (move is null || link.AddressId != (end == LinkPurpose.MoveFrom ? move.AddressId : move.NewAddressId))
        {
            return null;
        }
        var shown = await db
            .Addresses.Where(a => a.Id == move.AddressId || a.Id == move.NewAddressId)
            .ToDictionaryAsync(a => a.Id, a => a.WrittenAs ?? a.Value, cancellationToken);
        return new MoveState(
            move,
            shown.GetValueOrDefault(move.AddressId) ?? "",
            shown.GetValueOrDefault(move.NewAddressId) ?? ""
        );
    }

    /// <summary>One end says yes; the second yes makes the change.</summary>
    public async Task<MoveResult> ConfirmAsync(LinkPurpose end, FreshLink link, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        if (link.ExpiresAt <= now)
        {
            return MoveResult.Expired;
        }
        await forgotten.PrepareAsync(cancellationToken);
        AddressMove? move;
        string newEnd;
        await using (var db = database.CreateDbContext())
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            // Both ends at once: one waits here for the other.
            await PreferenceService.LockAsync(
                db,
                await db
                    .AddressMoves.Where(m => m.Id == link.Subject)
                    .Select(m => m.AddressId)
                    .SingleOrDefaultAsync(cancellationToken),
                cancellationToken
            );
            move = await db.AddressMoves.SingleOrDefaultAsync(m => m.Id == link.Subject, cancellationToken);
            if (move is null || link.AddressId != (end == LinkPurpose.MoveFrom ? move.AddressId : move.NewAddressId))
            {
                return MoveResult.Unknown;
            }
            if (move.DoneAt is not null)
            {
                return MoveResult.Done;
            }
            move.OldConfirmedAt ??= end == LinkPurpose.MoveFrom ? now : null;
            move.NewConfirmedAt ??= end == LinkPurpose.MoveTo ? now : null;
            if (move.OldConfirmedAt is null || move.NewConfirmedAt is null)
            {
                await db.SaveChangesAsync(cancellationToken);
                await transaction.CommitAsync(cancellationToken);
                return MoveResult.OtherEndMissing;
            }
            move.DoneAt = now;
            await db.SaveChangesAsync(cancellationToken);
            newEnd = await SwapAsync(db, move, now, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        await notices.SendAsync(
            move.NewAddressId,
            new NoticeContents
            {
                Kind = NoticeKind.Moved,
                RequestedAt = now,
                OtherAddress = newEnd,
            },
            cancellationToken
        );
        return MoveResult.Done;
    }

    /// <summary>
    /// The reader's address, with its history, takes the new value; the row of the new end takes the old one, to be told and then
    /// erased. So the links in all mails of the past stay the reader's.
    /// </summary>
    private async Task<string> SwapAsync(
        DistributorDb db,
        AddressMove move,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var old = await db.Addresses.SingleAsync(a => a.Id == move.AddressId, cancellationToken);
        var there = await db.Addresses.SingleAsync(a => a.Id == move.NewAddressId, cancellationToken);
        var (oldValue, oldWritten, oldLane) = (old.Value, old.WrittenAs, old.LaneId);
        var (newValue, newWritten, newLane) = (there.Value, there.WrittenAs, there.LaneId);
        // Values are unique: for a moment one of them is nobody's.
        there.Value = "moving:" + there.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await db.SaveChangesAsync(cancellationToken);
        (old.Value, old.WrittenAs, old.LaneId) = (newValue, newWritten, newLane);
        old.Consent++;
        if (old.State == AddressState.Bounced)
        {
            (old.State, old.StateReason, old.StateSince) = (AddressState.Active, null, now);
        }
        await db.SaveChangesAsync(cancellationToken);
        (there.Value, there.WrittenAs, there.LaneId) = (oldValue, oldWritten, oldLane);
        there.State = AddressState.Unsubscribed;
        there.StateReason = "moved to another address";
        there.StateSince = now;
        there.EraseAt = now + GoodbyeTime;
        db.SubscriptionEvents.Add(
            new SubscriptionEvent
            {
                AddressId = old.Id,
                Action = "moved",
                By = "reader",
                At = now,
            }
        );
        var hmac = await forgotten.MarkAsync(ChannelKind.Email, newValue, cancellationToken);
        await db.ForgottenAddresses.Where(f => f.Hmac == hmac).ExecuteDeleteAsync(cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return newWritten ?? newValue;
    }

    private static Address NewEnd(Address old, EmailAddress target, Instant now) =>
        new()
        {
            SubscriberId = old.SubscriberId,
            Channel = ChannelKind.Email,
            Value = target.Value,
            WrittenAs = target.WrittenAs,
            State = AddressState.Pending,
            StateReason = PendingReasons.Move,
            StateSince = now,
            LaneId = ReceivingDomains.LaneOf(ChannelKind.Email, target.Value),
            Language = old.Language,
            TimeZone = old.TimeZone,
            CreatedAt = now,
        };

    private static string Masked(string email) => MaskedEmail.Of(email);
}

/// <param name="From">The old address as written.</param>
/// <param name="To">The new one.</param>
public sealed record MoveState(AddressMove Move, string From, string To);

public enum MoveResult
{
    Done,

    /// <summary>This end has said yes, the other not yet.</summary>
    OtherEndMissing,
    Expired,

    /// <summary>Gone, or replaced by a newer wish.</summary>
    Unknown,
}

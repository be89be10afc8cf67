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
    MovedEnds ends,
    IClock clock
)
{
    private static readonly Duration Validity = Duration.FromHours(24);

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
            if (found is null or { EraseAt: not null } || found.Value == target.Value)
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
        if (there.EraseAt is not null || !await limits.MaySendAsync(there.Id, cancellationToken))
        {
            return;
        }
        await notices.SendAsync(
            there.Id,
            MovedEnds.IsFree(there)
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
            // Both ends at once, or two who move to one address: one waits here for the other.
            foreach (var id in await EndsAsync(db, link.Subject, cancellationToken))
            {
                await PreferenceService.LockAsync(db, id, cancellationToken);
            }
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
            if (await ends.SwapAsync(db, move, now, cancellationToken) is not { } taken)
            {
                return MoveResult.Unknown;
            }
            await transaction.CommitAsync(cancellationToken);
            newEnd = taken;
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

    /// <summary>In the order of their ids, so that two who lock both never wait for each other.</summary>
    private static async Task<long[]> EndsAsync(DistributorDb db, long moveId, CancellationToken cancellationToken)
    {
        var ends = await db
            .AddressMoves.Where(m => m.Id == moveId)
            .Select(m => new { m.AddressId, m.NewAddressId })
            .SingleOrDefaultAsync(cancellationToken);
        return ends is null
            ? []
            : [Math.Min(ends.AddressId, ends.NewAddressId), Math.Max(ends.AddressId, ends.NewAddressId)];
    }

    /// <summary>
    /// A person of its own until its owner has said yes: anybody may have typed it, and who signs up with it meanwhile must not
    /// appear in the data of the reader who did.
    /// </summary>
    private static Address NewEnd(Address old, EmailAddress target, Instant now) =>
        new()
        {
            Subscriber = new Subscriber { CreatedAt = now },
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

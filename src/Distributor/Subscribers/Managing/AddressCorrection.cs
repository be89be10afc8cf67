using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Digests;
using Distributor.Storage;
using Distributor.Subscribers.Bouncing;
using Distributor.Subscribers.Importing;
using Distributor.Subscribers.Preferences;
using Distributor.Subscribers.SigningUp;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Managing;

/// <summary>
/// Mends a mistyped e-mail address. The row stays, with its topics, hours and proof of consent; one that had bounced is what it was
/// before. A real change of mailbox is the reader's to confirm (<c>MoveService</c>).
/// </summary>
public sealed class AddressCorrection(Database database, AddressOpening opening, SignUpService signUps, IClock clock)
{
    public async Task<AddressResult> CorrectAsync(
        long addressId,
        EmailAddress target,
        string by,
        CancellationToken cancellationToken
    )
    {
        await opening.PrepareAsync(cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var result = await CorrectOnceAsync(addressId, target, by, cancellationToken);
                if (result is { IsDone: true, Channel: null })
                {
                    // Who has not confirmed yet is asked where they are.
                    await signUps.AskAgainAsync(addressId, cancellationToken);
                }
                return result;
            }
            catch (DbUpdateException exception) when (attempt < 3 && Collision.Is(exception))
            {
                // Somebody got the address in this moment: the second look finds it taken.
            }
        }
    }

    private async Task<AddressResult> CorrectOnceAsync(
        long addressId,
        EmailAddress target,
        string by,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await PreferenceService.LockAsync(db, addressId, cancellationToken);
        var address = await db
            .Addresses.Include(a => a.Schedules)
            .SingleOrDefaultAsync(a => a.Id == addressId && a.Channel == ChannelKind.Email, cancellationToken);
        if (address is null or { EraseAt: not null })
        {
            return new AddressResult(null, AddressRefusal.NoSuchPerson, ChannelKind.Email);
        }
        var now = clock.GetCurrentInstant();
        if (address.Value == target.Value)
        {
            // Only the spelling of its letters.
            address.WrittenAs = target.WrittenAs;
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new AddressResult(address.SubscriberId, null, ChannelKind.Email);
        }
        if (await opening.RefusalAsync(db, ChannelKind.Email, target.Value, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        AddressAudit.Add(
            db,
            by,
            "subscriber.correct-address",
            address.SubscriberId,
            $"{AddressAudit.Name(address)}: {MaskedEmail.Of(address.Value)}",
            $"{AddressAudit.Name(address)}: {MaskedEmail.Of(target.Value)}",
            now
        );
        (address.Value, address.WrittenAs) = (target.Value, target.WrittenAs);
        address.LaneId = ReceivingDomains.LaneOf(ChannelKind.Email, target.Value);
        address.Consent++;
        await ReturnAsync(db, address, now, cancellationToken);
        db.SubscriptionEvents.Add(
            new SubscriptionEvent
            {
                AddressId = addressId,
                Action = "corrected",
                By = by,
                At = now,
            }
        );
        await CloseLinksAsync(db, addressId, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new AddressResult(address.SubscriberId, null);
    }

    /// <summary>What bounced was the wrong address; the right one is what its owner last said, and their digests go on.</summary>
    private static async Task ReturnAsync(
        DistributorDb db,
        Address address,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        if (address.State != AddressState.Bounced)
        {
            return;
        }
        address.State = await ChatComesBack.BeforeAsync(db, address, now, cancellationToken);
        if (
            address.State == AddressState.Pending
            && await db.SubscriptionEvents.AnyAsync(
                e => e.AddressId == address.Id && e.Action == "bounced" && e.By == AddressImport.By,
                cancellationToken
            )
        )
        {
            // A file brought it as a reader's address that had bounced; nobody was ever asked here.
            address.State = AddressState.Active;
        }
        address.StateReason = address.State == AddressState.Active ? null : "the address was corrected";
        address.StateSince = now;
        foreach (var schedule in address.Schedules)
        {
            schedule.NextAt =
                address.State == AddressState.Active
                    ? NextDigest.After(now, schedule, TimeZones.Of(address.TimeZone))
                    : NextDigest.NotDue;
        }
    }

    /// <summary>What was mailed to the wrong mailbox and is still open must not work for whoever has it.</summary>
    private static async Task CloseLinksAsync(
        DistributorDb db,
        long addressId,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        await db
            .AddressMoves.Where(m => m.DoneAt == null && (m.AddressId == addressId || m.NewAddressId == addressId))
            .ExecuteDeleteAsync(cancellationToken);
        var open = await db
            .SignUps.AsNoTracking()
            .Where(s => s.ConfirmedAt == null && s.AddressId == addressId)
            .OrderByDescending(s => s.Id)
            .FirstOrDefaultAsync(cancellationToken);
        await db
            .SignUps.Where(s => s.ConfirmedAt == null && s.AddressId == addressId)
            .ExecuteDeleteAsync(cancellationToken);
        if (open is not null && open.ExpiresAt > now)
        {
            // The same form under another number, which only the new question names.
            db.SignUps.Add(
                new SignUp
                {
                    AddressId = addressId,
                    Choices = open.Choices,
                    TextVersion = open.TextVersion,
                    Ip = open.Ip,
                    CreatedAt = now,
                    ExpiresAt = now + PendingReasons.Kept,
                }
            );
        }
    }
}

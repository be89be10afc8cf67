using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Notices;
using Distributor.Digests;
using Distributor.Storage;
using Distributor.Subscribers.Erasing;
using Distributor.Subscribers.Links;
using Distributor.Subscribers.Preferences;
using Distributor.Templates;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.SigningUp;

/// <summary>
/// Sign-ups with double opt-in: whoever types an address gets nothing told and nothing sent to it but one mail, which says what was
/// asked for; its link makes the address active and is the proof of consent. Longer than other services: the two halves of one
/// promise are read together.
/// </summary>
public sealed class SignUpService(
    Database database,
    NoticePlanner notices,
    NoticeLimits limits,
    PreferenceService preferences,
    ErasureService erasure,
    ForgottenAddresses forgotten,
    LatestEdition latest,
    IClock clock
)
{
    /// <summary>
    /// Somebody filled in the form. What happens depends on the address and is told to nobody but its owner: a new one is asked to
    /// confirm, one that reads us already gets its link instead.
    /// </summary>
    /// <param name="textVersion">Version and language of the words that were shown.</param>
    /// <param name="ip">Where the form came from.</param>
    public async Task RequestAsync(
        EmailAddress email,
        SignUpChoices choices,
        string textVersion,
        string? ip,
        CancellationToken cancellationToken
    )
    {
        await forgotten.PrepareAsync(cancellationToken);
        var known = await FindAsync(email, cancellationToken);
        if (known is { EraseAt: not null })
        {
            // Asked to be deleted a minute ago, and here again: the old data go first.
            await erasure.EraseAsync(known.Id, remember: true, cancellationToken);
            known = null;
        }
        if (known is not null && !await limits.MaySendAsync(known.Id, cancellationToken))
        {
            return;
        }
        if (known is { State: AddressState.Active or AddressState.Paused })
        {
            await notices.SendAsync(
                known.Id,
                new NoticeContents
                {
                    Kind = NoticeKind.Link,
                    AlreadySubscribed = true,
                    RequestedAt = clock.GetCurrentInstant(),
                    RequestedFrom = ip,
                },
                cancellationToken
            );
            return;
        }
        var signUp = await StoreAsync(email, choices, textVersion, ip, cancellationToken);
        await AskAsync(signUp, choices, cancellationToken);
    }

    /// <summary>The question again, for somebody who lost the mail.</summary>
    /// <returns>False when nothing waits to be confirmed.</returns>
    public async Task<bool> AskAgainAsync(long addressId, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        var open = await db
            .SignUps.AsNoTracking()
            .Where(s => s.AddressId == addressId && s.ConfirmedAt == null && s.ExpiresAt > now)
            .OrderByDescending(s => s.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (open is null)
        {
            return false;
        }
        await AskAsync(open, SignUpChoices.FromJson(open.Choices), cancellationToken);
        return true;
    }

    /// <summary>The sign-up of a link; null when it is gone: expired and forgotten, or its address was deleted.</summary>
    public async Task<SignUpState?> ReadAsync(FreshLink link, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var signUp = await db
            .SignUps.AsNoTracking()
            .SingleOrDefaultAsync(s => s.Id == link.Subject && s.AddressId == link.AddressId, cancellationToken);
        return signUp is null
            ? null
            : new SignUpState(
                signUp,
                signUp.ConfirmedAt is not null || await IsReplacedAsync(db, signUp, cancellationToken)
            );
    }

    /// <summary>
    /// Another form of the address was confirmed since: who filled it in twice has decided, and the mail left over must not bring
    /// back who leaves later.
    /// </summary>
    private static Task<bool> IsReplacedAsync(DistributorDb db, SignUp signUp, CancellationToken cancellationToken) =>
        db.SignUps.AnyAsync(
            other => other.AddressId == signUp.AddressId && other.ConfirmedAt >= signUp.CreatedAt,
            cancellationToken
        );

    /// <summary>
    /// The mailed link was used: the address is active with what was asked for, and a welcome goes out. A link works once, so
    /// that an old mail never brings back who has left since.
    /// </summary>
    public async Task<ConfirmResult> ConfirmAsync(FreshLink link, string? ip, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        if (link.ExpiresAt <= now)
        {
            return ConfirmResult.Expired;
        }
        await forgotten.PrepareAsync(cancellationToken);
        SignUpChoices choices;
        await using (var db = database.CreateDbContext())
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            await PreferenceService.LockAsync(db, link.AddressId, cancellationToken);
            var signUp = await db.SignUps.SingleOrDefaultAsync(
                s => s.Id == link.Subject && s.AddressId == link.AddressId,
                cancellationToken
            );
            if (signUp is null)
            {
                return ConfirmResult.Unknown;
            }
            if (signUp.ConfirmedAt is not null || await IsReplacedAsync(db, signUp, cancellationToken))
            {
                return ConfirmResult.Used;
            }
            (signUp.ConfirmedAt, signUp.ConfirmedIp) = (now, ip);
            choices = SignUpChoices.FromJson(signUp.Choices);
            var address = await db
                .Addresses.Include(a => a.Subscriptions)
                .Include(a => a.Schedules)
                .AsSplitQuery()
                .SingleAsync(a => a.Id == link.AddressId, cancellationToken);
            address.State = AddressState.Active;
            address.StateReason = null;
            address.StateSince = now;
            address.PausedUntil = null;
            address.Consent++;
            var start = await preferences.StartAsync(db, cancellationToken);
            // Who comes back begins anew: the welcome brings what is new, the first digest what comes after.
            address.Schedules.Clear();
            await db.SaveChangesAsync(cancellationToken);
            var editor = new WishEditor(address, choices.ToChange(), start, "reader", now);
            editor.Apply();
            db.SubscriptionEvents.Add(
                new SubscriptionEvent
                {
                    AddressId = address.Id,
                    Action = "confirmed",
                    By = "reader",
                    TextVersion = signUp.TextVersion,
                    At = now,
                }
            );
            db.SubscriptionEvents.AddRange(editor.Events);
            var hmac = await forgotten.MarkAsync(ChannelKind.Email, address.Value, cancellationToken);
            await db.ForgottenAddresses.Where(f => f.Hmac == hmac).ExecuteDeleteAsync(cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }
        await WelcomeAsync(link.AddressId, choices, ip, cancellationToken);
        return ConfirmResult.Confirmed;
    }

    private async Task WelcomeAsync(
        long addressId,
        SignUpChoices choices,
        string? ip,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetCurrentInstant();
        var contents = await ContentsAsync(NoticeKind.Welcome, choices, cancellationToken);
        var topics = choices.Topics.Count == 0 ? [Topic.EverythingId] : choices.Topics;
        await notices.SendAsync(
            addressId,
            contents with
            {
                RequestedAt = now,
                RequestedFrom = ip,
                Latest = await latest.ForAsync(
                    topics.ToHashSet(),
                    now.InZone(TimeZones.Of(choices.TimeZone)).Date,
                    cancellationToken
                ),
            },
            cancellationToken
        );
    }

    private async Task AskAsync(SignUp signUp, SignUpChoices choices, CancellationToken cancellationToken)
    {
        var contents = await ContentsAsync(NoticeKind.Confirm, choices, cancellationToken);
        await notices.SendAsync(
            signUp.AddressId,
            contents with
            {
                Subject = signUp.Id,
                ExpiresAt = signUp.ExpiresAt,
                RequestedAt = signUp.CreatedAt,
                RequestedFrom = signUp.Ip,
            },
            cancellationToken
        );
    }

    private async Task<NoticeContents> ContentsAsync(
        NoticeKind kind,
        SignUpChoices choices,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var names = await db
            .Topics.Where(t => choices.Topics.Contains(t.Id) && t.Id != Topic.EverythingId)
            .OrderBy(t => t.Name)
            .Select(t => t.Name)
            .ToListAsync(cancellationToken);
        var hasDigest = choices.Cadence is Cadence.Daily or Cadence.Weekly;
        return new NoticeContents
        {
            Kind = kind,
            RequestedAt = clock.GetCurrentInstant(),
            Topics = names,
            Cadence = choices.Cadence,
            At = hasDigest ? choices.At ?? (await preferences.StartAsync(db, cancellationToken)).Time : null,
            Weekday = choices.Cadence == Cadence.Weekly ? choices.Weekday : null,
        };
    }

    private async Task<SignUp> StoreAsync(
        EmailAddress email,
        SignUpChoices choices,
        string textVersion,
        string? ip,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetCurrentInstant();
        for (var attempt = 1; ; attempt++)
        {
            await using var db = database.CreateDbContext();
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var address = await db.Addresses.SingleOrDefaultAsync(
                a => a.Channel == ChannelKind.Email && a.Value == email.Value,
                cancellationToken
            );
            if (address is null)
            {
                address = NewAddress(email, choices, now);
                db.Addresses.Add(address);
            }
            else if (address is { State: AddressState.Pending, StateReason: PendingReasons.SignUp })
            {
                // The question is asked in the language of the newest form. All others keep theirs: anybody may have typed the
                // address, and what its owner or an admin has chosen is not theirs to change.
                (address.Language, address.TimeZone) = (choices.Language, choices.TimeZone);
            }
            else if (address.State == AddressState.Bounced)
            {
                // It refused mail once; its owner says it is there again, and one mail will tell.
                (address.State, address.StateReason) = (AddressState.Pending, PendingReasons.AfterBounce);
                address.StateSince = now;
                address.Consent++;
            }
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException) when (attempt < 3)
            {
                // The same form twice at once: the other one made the address.
                continue;
            }
            var signUp = new SignUp
            {
                AddressId = address.Id,
                Choices = choices.ToJson(),
                TextVersion = textVersion,
                Ip = ip,
                CreatedAt = now,
                ExpiresAt = now + PendingReasons.Kept,
            };
            db.SignUps.Add(signUp);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return signUp;
        }
    }

    private static Address NewAddress(EmailAddress email, SignUpChoices choices, Instant now) =>
        new()
        {
            Subscriber = new Subscriber { CreatedAt = now },
            Channel = ChannelKind.Email,
            Value = email.Value,
            WrittenAs = email.WrittenAs,
            State = AddressState.Pending,
            StateReason = PendingReasons.SignUp,
            StateSince = now,
            LaneId = ReceivingDomains.LaneOf(ChannelKind.Email, email.Value),
            Language = choices.Language,
            TimeZone = choices.TimeZone,
            CreatedAt = now,
        };

    private async Task<Address?> FindAsync(EmailAddress email, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await db
            .Addresses.AsNoTracking()
            .SingleOrDefaultAsync(a => a.Channel == ChannelKind.Email && a.Value == email.Value, cancellationToken);
    }
}

/// <param name="IsUsed">Its link has done its work, or another one has.</param>
public sealed record SignUpState(SignUp SignUp, bool IsUsed);

public enum ConfirmResult
{
    Confirmed,

    /// <summary>The link has worked before.</summary>
    Used,
    Expired,

    /// <summary>What it belongs to is gone.</summary>
    Unknown,
}

using Distributor.Channels;
using Distributor.Storage;
using Distributor.Subscribers.Preferences;
using Distributor.Subscribers.SigningUp;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Managing;

/// <summary>Somebody an admin or a program adds by hand.</summary>
public sealed record NewSubscriber
{
    public string? Name { get; init; }
    public EmailAddress? Email { get; init; }
    public ChatAddress? Chat { get; init; }

    /// <summary>Ids; empty for all.</summary>
    public IReadOnlyList<int> Topics { get; init; } = [];

    /// <summary>Of the mailbox.</summary>
    public Cadence EmailCadence { get; init; } = Cadence.Daily;

    /// <summary>Of the chat.</summary>
    public Cadence ChatCadence { get; init; } = Cadence.Instant;
    public required string Language { get; init; }
    public required string TimeZone { get; init; }
    public LocalTime? DigestTime { get; init; }
    public IsoDayOfWeek Weekday { get; init; } = IsoDayOfWeek.Monday;

    /// <summary>The mailbox is asked first (double opt-in); otherwise the admin's word is the recorded consent. A chat is never asked.</summary>
    public bool AskFirst { get; init; }

    internal WishChange WishesOf(ChannelKind channel) =>
        new()
        {
            Topics = WantedTopics.Of(Topics, [channel == ChannelKind.Email ? EmailCadence : ChatCadence]),
            Language = Language,
            TimeZone = TimeZone,
            DigestTime = DigestTime,
            Weekday = Weekday,
        };
}

/// <summary>Adds people by hand.</summary>
public sealed class SubscriberAdding(Database database, AddressOpening opening, SignUpService signUps, IClock clock)
{
    /// <exception cref="ArgumentException">Neither an e-mail address nor a chat.</exception>
    public async Task<AddressResult> AddAsync(NewSubscriber wanted, string by, CancellationToken cancellationToken)
    {
        if (wanted.Email is null && wanted.Chat is null)
        {
            throw new ArgumentException("A person needs an e-mail address or a chat.", nameof(wanted));
        }
        await opening.PrepareAsync(cancellationToken);
        var given = new List<NewAddress>();
        if (wanted.Email is { } email)
        {
            given.Add(NewAddress.Of(email));
        }
        if (wanted.Chat is { } chat)
        {
            given.Add(NewAddress.Of(chat));
        }
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return wanted is { AskFirst: true, Email: { } asked }
                    ? await AskAsync(wanted, asked, by, cancellationToken)
                    : await AddAsync(wanted, given, by, cancellationToken);
            }
            catch (DbUpdateException exception) when (attempt < 3 && Collision.Is(exception))
            {
                // The same address was added twice at once: the second look finds it taken.
            }
        }
    }

    private async Task<AddressResult> AddAsync(
        NewSubscriber wanted,
        List<NewAddress> given,
        string by,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var one in given)
        {
            if (await opening.RefusalAsync(db, one.Channel, one.Value, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }
        var now = clock.GetCurrentInstant();
        var person = new Subscriber { Name = wanted.Name, CreatedAt = now };
        db.Subscribers.Add(person);
        await db.SaveChangesAsync(cancellationToken);
        AddressAudit.Add(db, by, "subscriber.add", person.Id, null, "consent recorded by " + by, now);
        foreach (var one in given)
        {
            await opening.OpenAsync(db, person, one, wanted.WishesOf(one.Channel), by, now, cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return new AddressResult(person.Id, null);
    }

    /// <summary>The mail asks; what was chosen holds from the confirmation on.</summary>
    private async Task<AddressResult> AskAsync(
        NewSubscriber wanted,
        EmailAddress email,
        string by,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        // Who was deleted may be asked: the mailbox decides.
        var refusal = await opening.RefusalAsync(db, ChannelKind.Email, email.Value, cancellationToken);
        if (refusal is { Refusal: AddressRefusal.Taken })
        {
            return refusal;
        }
        if (
            wanted.Chat is { } chat
            && await opening.RefusalAsync(db, ChannelKind.Telegram, chat.Value, cancellationToken) is { } ofChat
        )
        {
            return ofChat;
        }
        await signUps.RequestAsync(
            email,
            new SignUpChoices
            {
                Topics = wanted.Topics,
                Cadence = wanted.EmailCadence,
                At = wanted.DigestTime,
                Weekday = wanted.Weekday,
                TimeZone = wanted.TimeZone,
                Language = wanted.Language,
            },
            "asked by " + by,
            null,
            cancellationToken
        );
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var address = await db
            .Addresses.Include(a => a.Subscriber)
            .SingleAsync(a => a.Channel == ChannelKind.Email && a.Value == email.Value, cancellationToken);
        var person = address.Subscriber!;
        var now = clock.GetCurrentInstant();
        person.Name ??= wanted.Name;
        AddressAudit.Add(db, by, "subscriber.add", person.Id, null, "asked to confirm", now);
        if (wanted.Chat is { } given)
        {
            await opening.OpenAsync(
                db,
                person,
                NewAddress.Of(given),
                wanted.WishesOf(ChannelKind.Telegram),
                by,
                now,
                cancellationToken
            );
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new AddressResult(person.Id, null);
    }
}

using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Bouncing;
using Distributor.Subscribers.Erasing;
using Distributor.Subscribers.Managing;
using Distributor.Subscribers.Preferences;
using Distributor.Subscribers.Unsubscribing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Subscribers.Desk;

/// <summary>What admins do to people one by one.</summary>
public abstract class ManagingTests(DatabaseProvider provider)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static NewSubscriber Somebody(string email, bool askFirst = false) =>
        new()
        {
            Name = "Rita",
            Email = EmailAddress.TryParse(email, out var address) ? address : null,
            Language = "en",
            TimeZone = "Europe/Madrid",
            DigestTime = new LocalTime(6, 45),
            AskFirst = askFirst,
        };

    [Fact]
    public async Task Somebody_added_on_an_admins_word_is_active_and_the_word_is_the_proof()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var world = await desk.TopicAsync("World");

        var result = await desk
            .App.Service<SubscriberAdding>()
            .AddAsync(
                Somebody("rita@example.org") with
                {
                    Topics = [world],
                    Chat = new ChatAddress(77, null),
                },
                ReaderDesk.Actor,
                Token
            );

        Assert.True(result.IsDone);
        var mailbox = await desk.AddressAsync("rita@example.org");
        Assert.Equal((AddressState.Active, "Rita"), (mailbox.State, mailbox.Subscriber!.Name));
        Assert.Equal(
            (world, Cadence.Daily),
            (mailbox.Subscriptions.Single().TopicId, mailbox.Subscriptions.Single().Cadence)
        );
        Assert.Equal(Instant.FromUtc(2026, 11, 24, 5, 45), mailbox.Schedules.Single().NextAt);
        Assert.Equal(Cadence.Instant, (await desk.AddressAsync("77")).Subscriptions.Single().Cadence);
        await using var db = desk.App.NewDb();
        var proof = await db
            .SubscriptionEvents.Where(e => e.AddressId == mailbox.Id)
            .OrderBy(e => e.Id)
            .ToListAsync(Token);
        Assert.Equal(["confirmed", "subscribed"], proof.Select(e => e.Action));
        Assert.All(proof, e => Assert.Equal(ReaderDesk.Actor, e.By));
        Assert.Single(await desk.AuditAsync("subscriber.add"));
    }

    [Fact]
    public async Task Somebody_asked_first_gets_one_mail_and_nothing_else()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);

        await desk
            .App.Service<SubscriberAdding>()
            .AddAsync(Somebody("rita@example.org", askFirst: true), ReaderDesk.Actor, Token);

        var mailbox = await desk.AddressAsync("rita@example.org");
        Assert.Equal((AddressState.Pending, "Rita"), (mailbox.State, mailbox.Subscriber!.Name));
        await using var db = desk.App.NewDb();
        Assert.Single(await db.SignUps.Where(s => s.AddressId == mailbox.Id).ToListAsync(Token));
        Assert.Single(await db.Deliveries.Where(d => d.AddressId == mailbox.Id).ToListAsync(Token));
    }

    [Fact]
    public async Task An_address_somebody_has_is_refused_with_their_number()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var anna = await desk.AddressAsync("anna.rossi@example.org");

        var result = await desk
            .App.Service<SubscriberAdding>()
            .AddAsync(Somebody("ANNA.Rossi@example.org"), ReaderDesk.Actor, Token);

        Assert.Equal((AddressRefusal.Taken, anna.SubscriberId), (result.Refusal, result.SubscriberId));
    }

    [Fact]
    public async Task A_corrected_address_that_had_bounced_is_in_service_again_with_its_proof()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var anna = await desk.AddressAsync("anna.rossi@example.org");
        await desk.App.Service<BounceService>().GoneAsync(anna.Id, false, "no such mailbox", Token);

        var result = await CorrectAsync(desk, anna.Id, "anna.rossi@gmail.com");

        Assert.True(result.IsDone);
        var now = await desk.AddressAsync("anna.rossi@gmail.com");
        Assert.Equal((anna.Id, AddressState.Active), (now.Id, now.State));
        Assert.NotEqual(anna.LaneId, now.LaneId);
        Assert.True(now.Consent > anna.Consent + 1);
        Assert.Equal(anna.Subscriptions.Count, now.Subscriptions.Count);
        Assert.All(now.Schedules, schedule => Assert.Equal(Instant.FromUtc(2026, 11, 24, 6, 30), schedule.NextAt));
        var audit = Assert.Single(await desk.AuditAsync("subscriber.correct-address"));
        Assert.DoesNotContain("anna.rossi", audit.Before + audit.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrected_address_whose_owner_had_left_stays_unsubscribed()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var anna = await desk.AddressAsync("anna.rossi@example.org");
        await desk.App.Service<BounceService>().GoneAsync(anna.Id, false, "no such mailbox", Token);
        await desk.App.Service<UnsubscribeService>().UnsubscribeAsync(anna.Id, "reader", Token);

        await CorrectAsync(desk, anna.Id, "anna@gmail.com");

        Assert.Equal(AddressState.Unsubscribed, (await desk.AddressAsync("anna@gmail.com")).State);
    }

    [Fact]
    public async Task A_correction_to_an_address_of_somebody_else_changes_nothing()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var anna = await desk.AddressAsync("anna.rossi@example.org");
        var boris = await desk.AddressAsync("boris@example.org");

        var result = await CorrectAsync(desk, anna.Id, "boris@example.org");

        Assert.Equal((AddressRefusal.Taken, boris.SubscriberId), (result.Refusal, result.SubscriberId));
        Assert.Equal(anna.Consent, (await desk.AddressAsync("anna.rossi@example.org")).Consent);
    }

    [Fact]
    public async Task Who_was_deleted_comes_back_only_by_themselves()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var anna = await desk.AddressAsync("anna.rossi@example.org");
        var erasing = desk.App.Service<ErasureService>();
        Assert.True(await erasing.BeginAsync(anna.SubscriberId, ReaderDesk.Actor, Token));
        desk.Clock.Now += Duration.FromMinutes(2);
        Assert.Equal(1, await erasing.EraseDueAsync(Token));

        var result = await desk
            .App.Service<SubscriberAdding>()
            .AddAsync(Somebody("anna.rossi@example.org"), ReaderDesk.Actor, Token);

        Assert.Equal(AddressRefusal.Forgotten, result.Refusal);
        Assert.False(await erasing.BeginAsync(anna.SubscriberId, ReaderDesk.Actor, Token));
        Assert.Single(await desk.AuditAsync("subscriber.delete"));
    }

    [Fact]
    public async Task What_admins_do_is_in_the_audit_and_what_readers_do_is_not()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var anna = await desk.AddressAsync("anna.rossi@example.org");
        var preferences = desk.App.Service<PreferenceService>();

        await preferences.PauseAsync(anna.Id, null, "reader", Token);
        Assert.Empty(await desk.AuditAsync("subscriber.pause"));
        await preferences.ResumeAsync(anna.Id, ReaderDesk.Actor, Token);
        await preferences.ChangeAsync(
            anna.Id,
            new WishChange { DigestTime = new LocalTime(9, 0) },
            ReaderDesk.Actor,
            Token
        );
        await desk
            .App.Service<UnsubscribeService>()
            .UnsubscribeAsync(anna.Id, ReaderDesk.Actor, "asked by phone", Token);

        Assert.Single(await desk.AuditAsync("subscriber.resume"));
        Assert.Contains(
            "09:00",
            Assert.Single(await desk.AuditAsync("subscriber.wishes")).After,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "asked by phone",
            Assert.Single(await desk.AuditAsync("subscriber.unsubscribe")).After,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "asked by phone",
            (await desk.AddressAsync("anna.rossi@example.org")).StateReason,
            StringComparison.Ordinal
        );
    }

    private static Task<AddressResult> CorrectAsync(ReaderDesk desk, long id, string email)
    {
        Assert.True(EmailAddress.TryParse(email, out var target));
        return desk.App.Service<AddressCorrection>().CorrectAsync(id, target, ReaderDesk.Actor, Token);
    }
}

public sealed class SqliteManagingTests() : ManagingTests(DatabaseProvider.Sqlite);

public sealed class PostgresManagingTests() : ManagingTests(DatabaseProvider.Postgres);

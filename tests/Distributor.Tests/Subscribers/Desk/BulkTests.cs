using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Bulk;
using Distributor.Subscribers.Preferences;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Subscribers.Desk;

/// <summary>The same change to many, and its undo.</summary>
public abstract class BulkTests(DatabaseProvider provider)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static async Task<BulkChange> DoAsync(ReaderDesk desk, BulkAction action, int? topic = null)
    {
        await using var db = desk.App.NewDb();
        var people = await db.Subscribers.OrderBy(one => one.Id).Select(one => one.Id).ToListAsync(Token);
        return await desk.App.Service<BulkRuns>().StartAsync(action, topic, people, ReaderDesk.Actor, Token);
    }

    [Fact]
    public async Task Only_those_change_whom_it_concerns_and_an_undo_restores_them_exactly()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var before = await StatesAsync(desk);

        var change = await DoAsync(desk, BulkAction.Pause);

        Assert.Equal(3, change.Changed); // Anna's mailbox, Boris's mailbox and chat
        Assert.Equal(AddressState.Paused, (await desk.AddressAsync("anna.rossi@example.org")).State);
        Assert.Equal(AddressState.Bounced, (await desk.AddressAsync("clara_m@post.example")).State);

        var undone = await desk.App.Service<BulkService>().UndoAsync(change.Id, ReaderDesk.Actor, Token);

        Assert.Equal(new UndoResult(3, 0), undone);
        Assert.Equal(before, await StatesAsync(desk));
        Assert.Equal(
            Instant.FromUtc(2026, 11, 24, 6, 30),
            (await desk.AddressAsync("anna.rossi@example.org")).Schedules.Single().NextAt
        );
        Assert.Null(await desk.App.Service<BulkService>().UndoAsync(change.Id, ReaderDesk.Actor, Token));
    }

    [Fact]
    public async Task An_undo_leaves_alone_who_was_changed_since()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var change = await DoAsync(desk, BulkAction.Unsubscribe);
        var dmitri = await desk.AddressAsync("dmitri@example.org");
        Assert.Equal(AddressState.Unsubscribed, dmitri.State);
        await desk
            .App.Service<PreferenceService>()
            .ChangeAsync(dmitri.Id, new WishChange { Language = "en" }, "reader", Token);

        var undone = await desk.App.Service<BulkService>().UndoAsync(change.Id, ReaderDesk.Actor, Token);

        Assert.Equal(new UndoResult(3, 1), undone);
        Assert.Equal(AddressState.Unsubscribed, (await desk.AddressAsync("dmitri@example.org")).State);
        Assert.Equal(AddressState.Active, (await desk.AddressAsync("boris@example.org")).State);
    }

    [Fact]
    public async Task Ten_minutes_later_nothing_is_undone()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var change = await DoAsync(desk, BulkAction.Pause);
        desk.Clock.Now += Duration.FromMinutes(11);

        Assert.Null(await desk.App.Service<BulkService>().UndoAsync(change.Id, ReaderDesk.Actor, Token));
        Assert.Equal(AddressState.Paused, (await desk.AddressAsync("anna.rossi@example.org")).State);
    }

    [Fact]
    public async Task A_topic_comes_at_the_cadences_somebody_has_and_goes_with_its_digest()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var (energy, world) = (await desk.TopicAsync("Energy"), await desk.TopicAsync("World"));

        var added = await DoAsync(desk, BulkAction.AddTopic, energy);
        Assert.Equal(3, added.Changed); // not Anna, who has it, nor who has left or bounced
        var boris = await desk.AddressAsync("boris@example.org");
        Assert.Contains(boris.Subscriptions, one => one.TopicId == energy && one.Cadence == Cadence.Weekly);

        await DoAsync(desk, BulkAction.RemoveTopic, energy);
        var removed = await DoAsync(desk, BulkAction.RemoveTopic, world);
        boris = await desk.AddressAsync("boris@example.org");
        Assert.Empty(boris.Subscriptions);
        Assert.Empty(boris.Schedules);

        await desk.App.Service<BulkService>().UndoAsync(removed.Id, ReaderDesk.Actor, Token);
        boris = await desk.AddressAsync("boris@example.org");
        Assert.Equal(
            (world, Cadence.Weekly),
            (boris.Subscriptions.Single().TopicId, boris.Subscriptions.Single().Cadence)
        );
        Assert.Equal(Cadence.Weekly, boris.Schedules.Single().Cadence);
    }

    [Fact]
    public async Task Many_are_done_in_slices_in_the_background()
    {
        await using var desk = await ReaderDesk.OpenAsync(
            provider,
            "email\n" + string.Concat(Enumerable.Range(1, 2_300).Select(i => $"r{i}@example.org\n"))
        );

        var change = await DoAsync(desk, BulkAction.Pause);
        await desk.App.Service<BulkRuns>().WaitAsync(BulkRuns.KeyOf(change.Id));

        var service = desk.App.Service<BulkService>();
        Assert.Equal(2_300, (await service.FindAsync(change.Id, Token))!.Changed);
        Assert.Equal(new UndoResult(2_300, 0), await service.UndoAsync(change.Id, ReaderDesk.Actor, Token));
        await using var db = desk.App.NewDb();
        Assert.Equal(2_300, await db.Addresses.CountAsync(a => a.State == AddressState.Active, Token));
    }

    private static async Task<List<string>> StatesAsync(ReaderDesk desk)
    {
        await using var db = desk.App.NewDb();
        return
        [
            .. (await db.Addresses.AsNoTracking().OrderBy(a => a.Id).ToListAsync(Token)).Select(a =>
                $"{a.Value} {a.State} {a.StateReason} {a.StateSince}"
            ),
        ];
    }
}

public sealed class SqliteBulkTests() : BulkTests(DatabaseProvider.Sqlite);

public sealed class PostgresBulkTests() : BulkTests(DatabaseProvider.Postgres);

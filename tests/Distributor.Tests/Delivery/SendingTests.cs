using Distributor.Articles;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Sending;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Unsubscribing;
using Distributor.Testing;
using Distributor.Tests.Articles.Intake;
using Distributor.Tests.Ledger;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Delivery;

/// <summary>
/// What happens between the claim and the outcome, on both databases. Longer than most files because it is one list of promises
/// about the same moment.
/// </summary>
public sealed class SendingTests(MigratedDatabases databases) : IClassFixture<MigratedDatabases>
{
    private const DatabaseProvider Sqlite = DatabaseProvider.Sqlite;
    private const DatabaseProvider Postgres = DatabaseProvider.Postgres;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task An_unsubscribe_during_a_send_stops_the_rows_not_yet_claimed(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(52, await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");
        var channel = new TestChannel<TelegramMessage>(holds: true);

        var round = world.RoundAsync(channel);
        await channel.ArrivedAsync(4);
        var unclaimed = (await world.RowsAsync()).Where(row => row.State == DeliveryState.Planned).ToList();
        Assert.Equal(2, unclaimed.Count);
        await world.Service<UnsubscribeService>().UnsubscribeAsync(unclaimed[0].AddressId, "reader", Token);
        channel.Open();
        await round;
        await world.RoundAsync(channel);

        var rows = await world.RowsAsync();
        var stopped = Assert.Single(rows, row => row.State != DeliveryState.Accepted);
        Assert.Equal(unclaimed[0].AddressId, stopped.AddressId);
        Assert.Equal((DeliveryState.Suppressed, "unsubscribed"), (stopped.State, stopped.Reason));
        Assert.Equal(51, channel.Messages.DistinctBy(message => message.ChatId).Count());
        Assert.Equal(51, channel.Messages.Count);
        await world.CountsMustEqualTheTableAsync();
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_row_claimed_more_than_a_second_ago_is_looked_at_again_before_it_goes_out(
        DatabaseProvider provider
    )
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(6, await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");
        var channel = new TestChannel<TelegramMessage>(holds: true);

        var round = world.RoundAsync(channel);
        await channel.ArrivedAsync(4);
        var waiting = (await world.RowsAsync())
            .Where(row => channel.Messages.All(m => m.DeliveryId != Id(row)))
            .ToList();
        Assert.Equal([DeliveryState.Sending, DeliveryState.Sending], waiting.Select(row => row.State));
        await world.Service<UnsubscribeService>().UnsubscribeAsync(waiting[0].AddressId, "reader", Token);
        world.Time.Advance(TimeSpan.FromSeconds(1.1));
        channel.Open();
        await round;

        var stopped = Assert.Single(await world.RowsAsync(), row => row.State == DeliveryState.Suppressed);
        Assert.Equal((waiting[0].AddressId, "unsubscribed"), (stopped.AddressId, stopped.Reason));
        Assert.Equal(5, channel.Messages.Count);
        await world.CountsMustEqualTheTableAsync();
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Who_dropped_the_topic_after_planning_gets_no_alert(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var topic = await world.TopicAsync("World");
        var other = await world.TopicAsync("Culture");
        var dropped = await world.ReaderAsync(topics: [topic, other]);
        var changed = await world.ReaderAsync(topics: [topic, other]);
        await world.AlertAsync("World", "Harbour closed");
        await world.DropTopicAsync(dropped, topic);
        await world.DropTopicAsync(changed, other);
        var channel = new TestChannel<TelegramMessage>();

        await world.RoundAsync(channel);

        var rows = await world.RowsAsync();
        Assert.Equal(
            [(DeliveryState.Suppressed, "no longer wanted"), (DeliveryState.Accepted, null)],
            rows.Select(row => (row.State, row.Reason))
        );
        Assert.Equal(Id(rows[1]), Assert.Single(channel.Messages).DeliveryId);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_digest_is_chosen_again_for_the_same_window_when_topics_changed(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var (topic, other) = (await world.TopicAsync("World"), await world.TopicAsync("Culture"));
        var reader = await world.ReaderAsync(ChannelKind.Telegram, Cadence.Daily, topic, other);
        var none = await world.ReaderAsync(ChannelKind.Telegram, Cadence.Daily, other);
        await world.ArticleAsync("World", "Harbour closed");
        await world.ArticleAsync("Culture", "Opera opened");
        await world.DigestAsync();
        var planned = await world.RowsAsync();
        await world.DropTopicAsync(reader, other);
        await world.DropTopicAsync(none, other);
        await world.ArticleAsync("World", "Too late for this window");
        var channel = new TestChannel<TelegramMessage>();

        await world.RoundAsync(channel);

        var html = Assert.Single(channel.Messages).Html;
        Assert.Contains("Harbour closed", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Opera opened", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Too late", html, StringComparison.Ordinal);
        var rows = await world.RowsAsync();
        Assert.NotEqual(planned[0].EditionId, rows[0].EditionId);
        Assert.Equal((planned[0].WindowFrom, planned[0].WindowTo), (rows[0].WindowFrom, rows[0].WindowTo));
        Assert.Equal((DeliveryState.Suppressed, "no longer wanted"), (rows[1].State, rows[1].Reason));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Stopping_everything_within_a_round_loses_nothing_and_doubles_nothing(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(9, await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");
        var channel = new TestChannel<TelegramMessage>(holds: true);
        var sending = new SendingSwitch(world.Database, SystemClock.Instance, world.Time);

        var round = world.RoundAsync(channel, sending);
        await channel.ArrivedAsync(4);
        await sending.StopAsync("test", Token);
        channel.Open();
        await round;

        var rows = await world.RowsAsync();
        Assert.Equal(4, rows.Count(row => row.State == DeliveryState.Accepted));
        var back = rows.Where(row => row.State == DeliveryState.Deferred).ToList();
        Assert.Equal(5, back.Count);
        Assert.All(
            back,
            row => Assert.Equal((0, "sending stopped", false), (row.Failures, row.Reason, row.MaybeDuplicate))
        );
        Assert.Equal(0, await world.RoundAsync(channel, sending));

        await sending.ResumeAsync("test", Token);
        await world.RoundAsync(channel, sending);
        Assert.All(await world.RowsAsync(), row => Assert.Equal(DeliveryState.Accepted, row.State));
        Assert.Equal(9, channel.Messages.Count);
        Assert.Equal(9, channel.Messages.DistinctBy(message => message.DeliveryId).Count());
        Assert.DoesNotContain(channel.Messages, message => message.MaybeDuplicate);
        await world.CountsMustEqualTheTableAsync();
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Failed_tries_climb_the_ladder_and_then_it_is_given_up(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(1, await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");
        var channel = new TestChannel<TelegramMessage>(_ => Outcome.Deferred("busy"));
        var waits = new List<Duration>();

        for (var attempt = 1; attempt <= 9; attempt++)
        {
            await world.RoundAsync(channel);
            var row = Assert.Single(await world.RowsAsync());
            Assert.Equal((DeliveryState.Deferred, attempt, "busy"), (row.State, row.Failures, row.Reason));
            waits.Add(row.DueAt!.Value - row.ChangedAt!.Value);
            Assert.Equal(0, await world.RoundAsync(channel));
            await world.MakeDueAsync();
        }
        await world.RoundAsync(channel);

        Assert.Equal([2, 4, 8, 300, 900, 3600, 14400, 43200, 86400], waits.Select(wait => (int)wait.TotalSeconds));
        var last = Assert.Single(await world.RowsAsync());
        Assert.Equal((DeliveryState.Failed, "given up: busy", null), (last.State, last.Reason, last.DueAt));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_channel_that_broke_down_holds_its_lane_and_no_other(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var topic = await world.TopicAsync("World");
        await world.ReadersAsync(1, topic);
        await world.ReaderAsync(ChannelKind.Email, topics: topic);
        await world.AlertAsync("World", "Harbour closed");
        var broken = new TestChannel<TelegramMessage>(_ =>
            Outcome.Deferred("refused") with
            {
                Lane = LaneVerdict.Closed,
            }
        );
        var mail = new TestChannel<EmailMessage>();

        await world.RoundAsync(broken);
        await world.MakeDueAsync();

        Assert.Equal(0, await world.RoundAsync(broken));
        Assert.Single(broken.Messages);
        Assert.Equal(1, await world.RoundAsync(mail));
        Assert.Single(mail.Messages);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_message_that_breaks_a_rule_is_held_and_nobody_gets_it(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        await world.ReaderAsync(ChannelKind.Email, topics: await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");
        // As the lint leaves it; what it finds is tested where the templates are.
        await using (var db = world.Database.CreateDbContext())
        {
            await db.Editions.ExecuteUpdateAsync(
                set =>
                    set.SetProperty(e => e.State, EditionState.Held).SetProperty(e => e.Fault, "A link has no name."),
                Token
            );
        }
        var mail = new TestChannel<EmailMessage>();

        await world.RoundAsync(mail);

        var row = Assert.Single(await world.RowsAsync());
        Assert.Equal((DeliveryState.Deferred, "edition held", null), (row.State, row.Reason, row.DueAt));
        Assert.Empty(mail.Messages);
        Assert.Equal(0, await world.RoundAsync(mail));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_retracted_article_goes_to_nobody(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(2, await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");
        await using (var db = world.Database.CreateDbContext())
        {
            await db.Articles.ExecuteUpdateAsync(set => set.SetProperty(a => a.State, ArticleState.Retracted), Token);
        }
        var channel = new TestChannel<TelegramMessage>();

        await world.RoundAsync(channel);

        Assert.Empty(channel.Messages);
        Assert.All(
            await world.RowsAsync(),
            row => Assert.Equal((DeliveryState.Suppressed, "retracted"), (row.State, row.Reason))
        );
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Outcomes_are_kept_while_the_database_is_down_and_written_when_it_is_back(
        DatabaseProvider provider
    )
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(3, await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");
        var channel = new TestChannel<TelegramMessage>(holds: true);
        var log = new SignalLogger();

        var round = world.RoundAsync(channel, logger: log);
        await channel.ArrivedAsync(3);
        await world.ExecuteAsync("ALTER TABLE deliveries RENAME TO gone");
        channel.Open();
        await log.ErrorAsync();
        await world.ExecuteAsync("ALTER TABLE gone RENAME TO deliveries");
        while (!round.IsCompleted)
        {
            world.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        await round;

        Assert.All(await world.RowsAsync(), row => Assert.Equal(DeliveryState.Accepted, row.State));
        Assert.Equal(3, channel.Messages.Count);
        await world.CountsMustEqualTheTableAsync();
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task What_a_killed_sender_left_is_sent_again_with_a_mark_and_the_outbox_has_it_once(
        DatabaseProvider provider
    )
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(1, await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");
        var outbox = world.Service<IChannel<TelegramMessage>>();
        var killed = await world.Ledger.ClaimAsync([LedgerWorld.ReadyLaneOf(Lane.Telegram)], 50, 2, Token);
        var prepared = await world.Service<IMessageComposer<TelegramMessage>>().PrepareAsync(killed.Rows, Token);
        await outbox.SendAsync(prepared[0].Message!, Token);

        Assert.Equal(0, await world.RoundAsync(outbox));
        await world.MakeDueAsync();
        Assert.Equal(1, await world.RoundAsync(outbox));

        var row = Assert.Single(await world.RowsAsync());
        Assert.Equal((DeliveryState.Accepted, 2, true), (row.State, row.Attempt, row.MaybeDuplicate));
        Assert.Single(OutboxReader.ReadCalls(world.DataDirectory));
    }

    private static string Id(DeliveryRow row) => new DeliveryKey(row.Day, row.RunId, row.AddressId, row.Part).Id;

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_surprise_while_sending_is_told_on_its_row_and_holds_up_no_other(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(3, await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");

        await world.RoundAsync(new BrokenOnceChannel());

        var rows = await world.RowsAsync();
        Assert.Equal(2, rows.Count(row => row.State == DeliveryState.Accepted));
        var faulted = Assert.Single(rows, row => row.State == DeliveryState.Deferred);
        Assert.Equal("fault: NotSupportedException", faulted.Reason);
        Assert.Equal(1, faulted.Failures);
        Assert.True(faulted.MaybeDuplicate);
    }

    /// <summary>An outside that breaks its promise to answer with an outcome, once.</summary>
    private sealed class BrokenOnceChannel : IChannel<TelegramMessage>
    {
        public int Parallel => 1;

        public bool IsReal => true;

        public Task<string?> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

        private int calls;

        public Task<Outcome> SendAsync(TelegramMessage message, CancellationToken cancellationToken) =>
            Interlocked.Increment(ref calls) == 1
                ? throw new NotSupportedException()
                : Task.FromResult(Outcome.Accepted("id"));
    }
}

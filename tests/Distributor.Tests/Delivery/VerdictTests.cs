using System.Globalization;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Tests.Articles.Intake;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Delivery;

/// <summary>
/// What an answer does to the address, the chat and the lane, on both databases. Longer than most files because it is one list of
/// verdicts.
/// </summary>
public sealed class VerdictTests(MigratedDatabases databases) : IClassFixture<MigratedDatabases>
{
    private const DatabaseProvider Sqlite = DatabaseProvider.Sqlite;
    private const DatabaseProvider Postgres = DatabaseProvider.Postgres;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_mailbox_that_is_gone_is_out_of_service_and_nothing_waits_for_it(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var topic = await world.TopicAsync("World");
        var reader = await world.ReaderAsync(ChannelKind.Email, topics: topic);
        await world.AlertAsync("World", "Harbour closed");
        await world.AlertAsync("World", "Harbour open again");
        var channel = new TestChannel<EmailMessage>(_ =>
            Outcome.Failed("550 5.1.1 no such mailbox") with
            {
                Address = AddressVerdict.Gone,
            }
        );

        await world.RoundAsync(channel);

        var address = await AddressAsync(world, reader);
        Assert.Equal((AddressState.Bounced, "550 5.1.1 no such mailbox"), (address.State, address.StateReason));
        Assert.Equal(1, address.Consent);
        Assert.Equal(0, await world.RoundAsync(channel));
        await world.AlertAsync("World", "Harbour closed once more");
        await world.RoundAsync(channel);
        Assert.All(
            await world.RowsAsync(),
            row => Assert.Contains(row.State, new[] { DeliveryState.Failed, DeliveryState.Suppressed })
        );
        await using var db = world.Database.CreateDbContext();
        Assert.Equal(
            1,
            await db.SubscriptionEvents.CountAsync(e => e.AddressId == reader && e.Action == "bounced", Token)
        );
        await world.CountsMustEqualTheTableAsync();
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_chat_that_threw_the_bot_out_is_gone_with_all_its_topics_and_a_closed_topic_alone(
        DatabaseProvider provider
    )
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var topic = await world.TopicAsync("World");
        var forum = new List<long>();
        foreach (var value in new[] { "-1001", "-1001/7", "-1002", "-1002/7" })
        {
            var id = await world.ReaderAsync(topics: topic);
            await SetValueAsync(world, id, value);
            forum.Add(id);
        }
        await world.AlertAsync("World", "Harbour closed");
        var channel = new TestChannel<TelegramMessage>(message =>
            message.ChatId == -1001 ? Outcome.Failed("the bot was removed") with { Address = AddressVerdict.ChatGone }
            : message.ThreadId == 7 ? Outcome.Failed("the topic is closed") with { Address = AddressVerdict.Gone }
            : Outcome.Accepted("1")
        );

        await RoundsAsync(world, channel);

        Assert.Equal(AddressState.Bounced, (await AddressAsync(world, forum[0])).State);
        Assert.Equal(AddressState.Bounced, (await AddressAsync(world, forum[1])).State);
        Assert.Equal(AddressState.Active, (await AddressAsync(world, forum[2])).State);
        Assert.Equal(AddressState.Bounced, (await AddressAsync(world, forum[3])).State);
        Assert.Single(channel.Messages, message => message.ChatId == -1001);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_chat_that_cannot_be_found_gets_a_second_chance_and_is_believed_gone_after_it(
        DatabaseProvider provider
    )
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var reader = await world.ReaderAsync(topics: await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");
        var channel = new TestChannel<TelegramMessage>(_ =>
            Outcome.Deferred("chat not found", Duration.FromMinutes(5)) with
            {
                MostFailures = 2,
                Address = AddressVerdict.ChatGone,
            }
        );

        await world.RoundAsync(channel);
        Assert.Equal(DeliveryState.Deferred, Assert.Single(await world.RowsAsync()).State);
        Assert.Equal(AddressState.Active, (await AddressAsync(world, reader)).State);
        await world.MakeDueAsync();
        await world.RoundAsync(channel);

        Assert.Equal(DeliveryState.Failed, Assert.Single(await world.RowsAsync()).State);
        Assert.Equal(AddressState.Bounced, (await AddressAsync(world, reader)).State);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_group_that_became_a_supergroup_gets_the_same_row_under_its_new_id(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var topic = await world.TopicAsync("World");
        var reader = await world.ReaderAsync(topics: topic);
        await SetValueAsync(world, reader, "-55");
        await world.AlertAsync("World", "Harbour closed");
        var channel = Migrating("-55", "-100155");

        await RoundsAsync(world, channel);

        Assert.Equal("-100155", (await AddressAsync(world, reader)).Value);
        var row = Assert.Single(await world.RowsAsync());
        Assert.Equal((DeliveryState.Accepted, (short)0), (row.State, row.Failures));
        Assert.Equal([-55, -100155], channel.Messages.Select(message => message.ChatId));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_group_whose_new_id_is_known_becomes_one_with_it_and_gets_each_alert_once(
        DatabaseProvider provider
    )
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var topic = await world.TopicAsync("World");
        var other = await world.TopicAsync("Sport");
        var old = await world.ReaderAsync(topics: topic);
        await SetValueAsync(world, old, "-55");
        var known = await world.ReaderAsync(topics: other);
        await SetValueAsync(world, known, "-100155");
        await world.AlertAsync("World", "Harbour closed");
        var channel = Migrating("-55", "-100155");

        await RoundsAsync(world, channel);

        Assert.Equal(AddressState.Bounced, (await AddressAsync(world, old)).State);
        Assert.Equal([-55, -100155], channel.Messages.Select(message => message.ChatId));
        var rows = await world.RowsAsync();
        Assert.Equal("merged", Assert.Single(rows, row => row.AddressId == old).Reason);
        Assert.Equal(DeliveryState.Accepted, Assert.Single(rows, row => row.AddressId == known).State);
        await using var db = world.Database.CreateDbContext();
        Assert.Equal(2, await db.Subscriptions.CountAsync(s => s.AddressId == known, Token));
        await world.CountsMustEqualTheTableAsync();
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_chat_in_flood_wait_delays_itself_alone_and_nothing_is_counted_against_it(
        DatabaseProvider provider
    )
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var topic = await world.TopicAsync("World");
        var flooded = await world.ReaderAsync(topics: topic);
        await world.ReaderAsync(topics: topic);
        await world.AlertAsync("World", "Harbour closed");
        await world.AlertAsync("World", "Harbour open again");
        var chat = long.Parse((await AddressAsync(world, flooded)).Value, CultureInfo.InvariantCulture);
        var channel = new TestChannel<TelegramMessage>(message =>
            message.ChatId == chat
                ? Outcome.Deferred("429, retry after 7200 s", Duration.FromHours(2)) with
                {
                    CountsAsFailure = false,
                    Address = AddressVerdict.Wait,
                }
                : Outcome.Accepted("1")
        );

        await RoundsAsync(world, channel);

        var rows = await world.RowsAsync();
        Assert.All(
            rows.Where(row => row.AddressId == flooded),
            row =>
            {
                Assert.Equal((short)0, row.Failures);
                Assert.True(row.DueAt > SystemClock.Instance.GetCurrentInstant() + Duration.FromHours(1));
            }
        );
        Assert.Single(channel.Messages, message => message.ChatId == chat);
        Assert.All(rows.Where(row => row.AddressId != flooded), row => Assert.Equal(DeliveryState.Accepted, row.State));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_receiving_domain_that_says_slow_down_delays_its_own_mail_only(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var topic = await world.TopicAsync("World");
        var google = await world.ReaderAsync(ChannelKind.Email, topics: topic);
        await world.ReaderAsync(ChannelKind.Email, topics: topic);
        await MoveToLaneAsync(world, google, 11);
        await world.AlertAsync("World", "Harbour closed");
        var channel = new TestChannel<EmailMessage>(_ => Slow());

        await world.RoundAsync(channel);

        var lanes = await world.Ledger.ReadyLanesAsync("email", Token);
        Assert.True(Assert.Single(lanes, lane => lane.Id == 11).ReadyIn > Duration.FromMinutes(4));
        // Many receivers share this one: the one that spoke waits, the others do not.
        Assert.True(Assert.Single(lanes, lane => lane.Id == Lane.OtherMail).ReadyIn <= Duration.Zero);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_relay_that_is_down_counts_against_nobody_and_one_message_tries_it_again(
        DatabaseProvider provider
    )
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var topic = await world.TopicAsync("World");
        for (var reader = 0; reader < 6; reader++)
        {
            await world.ReaderAsync(ChannelKind.Email, topics: topic);
        }
        await world.AlertAsync("World", "Harbour closed");
        var isUp = false;
        var channel = new TestChannel<EmailMessage>(_ =>
            isUp ? Outcome.Accepted("1") : Outcome.Broken("connection refused")
        );

        await world.RoundAsync(channel);
        Assert.Equal(0, await world.RoundAsync(channel));
        var triedFirst = channel.Messages.Count;
        Assert.Equal("connection refused", await ReasonAsync(world));
        await OpenLanesAsync(world);
        await world.RoundAsync(channel);
        Assert.Equal(triedFirst + 1, channel.Messages.Count);
        Assert.All(await world.RowsAsync(), row => Assert.Equal((short)0, row.Failures));

        isUp = true;
        await OpenLanesAsync(world);
        await RoundsAsync(world, channel);

        Assert.All(await world.RowsAsync(), row => Assert.Equal(DeliveryState.Accepted, row.State));
        Assert.Null(await ReasonAsync(world));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_second_unclear_answer_makes_the_row_uncertain_and_it_is_not_sent_a_third_time(
        DatabaseProvider provider
    )
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        await world.ReaderAsync(topics: await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");
        var channel = new TestChannel<TelegramMessage>(_ => Outcome.Deferred("no answer") with { IsAmbiguous = true });

        await world.RoundAsync(channel);
        await world.MakeDueAsync();
        await world.RoundAsync(channel);
        await world.MakeDueAsync();

        Assert.Equal(0, await world.RoundAsync(channel));
        Assert.Equal([false, true], channel.Messages.Select(message => message.MaybeDuplicate));
        Assert.True(channel.Messages[1].Silent);
        var row = Assert.Single(await world.RowsAsync());
        Assert.Equal((DeliveryState.Uncertain, "no answer", true), (row.State, row.Reason, row.MaybeDuplicate));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task What_one_instance_is_told_the_rows_claimed_by_another_heed(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(8, await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");
        var other = new TestChannel<TelegramMessage>(holds: true);
        var round = world.RoundAsync(other);
        await other.ArrivedAsync(other.Parallel);

        await world.Ledger.HoldLaneAsync(Lane.Telegram, Duration.FromMinutes(1), "told to wait", Token);
        world.Time.Advance(TimeSpan.FromMilliseconds(300));
        other.Open();
        await round;

        Assert.Equal(other.Parallel, other.Messages.Count);
        Assert.Equal(
            8 - other.Parallel,
            (await world.RowsAsync()).Count(row => row is { State: DeliveryState.Deferred, Reason: "lane shut" })
        );
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task An_outage_that_answers_with_errors_leaves_no_row_uncertain_however_long_it_lasts(
        DatabaseProvider provider
    )
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(6, await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");
        var isUp = false;
        var channel = new TestChannel<TelegramMessage>(_ =>
            isUp ? Outcome.Accepted("1") : Outcome.Unclear("the Bot API answers 502")
        )
        {
            ProbeAnswer = "the Bot API answers 502",
        };

        for (var hour = 0; hour < 12; hour++)
        {
            await world.RoundAsync(channel);
            await world.MakeDueAsync();
            await OpenLanesAsync(world);
        }
        Assert.All(await world.RowsAsync(), row => Assert.Contains(row.State, Open));
        Assert.InRange(channel.Messages.Count, 1, 6);

        (isUp, channel.ProbeAnswer) = (true, null);
        await RoundsAsync(world, channel);

        var rows = await world.RowsAsync();
        Assert.All(rows, row => Assert.Equal(DeliveryState.Accepted, row.State));
        Assert.Equal(channel.Messages.Count - 6, rows.Count(row => row.MaybeDuplicate));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_lease_that_ends_in_quiet_hours_keeps_its_mark(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(1, await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");
        var lanes = await world.Ledger.ReadyLanesAsync("telegram", Token);
        Assert.Single((await world.Ledger.ClaimAsync(lanes, 10, 1, Token)).Rows); // sent, then killed
        await world.MakeDueAsync();
        await world.ExecuteAsync(
            provider == Sqlite
                ? "UPDATE addresses SET quiet_from = 1, quiet_until = 999999999999999999"
                : "UPDATE addresses SET quiet_from = now() - interval '1 h', quiet_until = now() + interval '8 h'"
        );
        Assert.Empty((await world.Ledger.ClaimAsync(lanes, 10, 1, Token)).Rows);
        await world.ExecuteAsync("UPDATE addresses SET quiet_from = NULL, quiet_until = NULL");
        await world.MakeDueAsync();
        var channel = new TestChannel<TelegramMessage>();

        await world.RoundAsync(channel);

        Assert.True(Assert.Single(channel.Messages).MaybeDuplicate);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task What_waits_for_a_group_that_becomes_one_with_another_goes_to_that_one(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        var topic = await world.TopicAsync("World");
        var sport = await world.TopicAsync("Sport");
        var old = await world.ReaderAsync(topics: [topic, sport]);
        await SetValueAsync(world, old, "-55");
        var known = await world.ReaderAsync(topics: topic);
        await SetValueAsync(world, known, "-100155");
        await world.AlertAsync("World", "Harbour closed");
        await world.AlertAsync("Sport", "Final won");
        var channel = Migrating("-55", "-100155");

        await RoundsAsync(world, channel);

        var got = channel.Messages.Where(message => message.ChatId == -100155).Select(message => message.Html).ToList();
        Assert.Single(got, html => html.Contains("Harbour closed", StringComparison.Ordinal));
        Assert.Single(got, html => html.Contains("Final won", StringComparison.Ordinal));
        Assert.Equal(2, got.Count);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_part_that_went_is_known_at_the_next_try_however_short_the_text_looks(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(1, await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");
        var channel = new TestChannel<TelegramMessage>(message =>
            message.Sent.Count == 0
                ? new Outcome
                {
                    State = DeliveryState.Deferred,
                    Reason = "next part",
                    ExternalId = "5",
                }
                : Outcome.Accepted("5,6")
        );

        await world.RoundAsync(channel);
        await world.MakeDueAsync();
        await world.RoundAsync(channel);

        Assert.Equal([5], channel.Messages[1].Sent);
        Assert.Equal("5,6", Assert.Single(await world.RowsAsync()).ExternalId);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Half_a_character_in_a_reason_does_not_stop_the_recording(DatabaseProvider provider)
    {
        await using var world = await SendingWorld.CreateAsync(databases, provider);
        await world.ReadersAsync(1, await world.TopicAsync("World"));
        await world.AlertAsync("World", "Harbour closed");

        await world.RoundAsync(new TestChannel<TelegramMessage>(_ => Outcome.Failed("refused \ud83d\0…")));

        var row = Assert.Single(await world.RowsAsync());
        Assert.Equal((DeliveryState.Failed, "refused \uFFFD…"), (row.State, row.Reason));
    }

    private static readonly DeliveryState[] Open = [DeliveryState.Planned, DeliveryState.Deferred];

    private static Instant Now => IntakeWorld.Now;

    private static Outcome Slow() =>
        Outcome.Deferred("421 4.7.0 too much mail", Duration.FromMinutes(5)) with
        {
            Lane = LaneVerdict.Wait,
        };

    private static TestChannel<TelegramMessage> Migrating(string from, string to) =>
        new(message =>
            message.ChatId == long.Parse(from, CultureInfo.InvariantCulture)
                ? new Outcome
                {
                    State = DeliveryState.Deferred,
                    Reason = "the group is a supergroup now",
                    Wait = Duration.Zero,
                    Address = AddressVerdict.Moved,
                    MovedTo = to,
                }
                : Outcome.Accepted("1")
        );

    private static async Task RoundsAsync<TMessage>(SendingWorld world, TestChannel<TMessage> channel)
        where TMessage : class
    {
        for (var round = 0; round < 20 && await world.RoundAsync(channel) > 0; round++)
        {
            // Until nothing is due.
        }
    }

    private static async Task<Address> AddressAsync(SendingWorld world, long id)
    {
        await using var db = world.Database.CreateDbContext();
        return await db.Addresses.AsNoTracking().SingleAsync(a => a.Id == id, Token);
    }

    private static async Task SetValueAsync(SendingWorld world, long id, string value)
    {
        await using var db = world.Database.CreateDbContext();
        await db
            .Addresses.Where(a => a.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Value, value), Token);
    }

    private static async Task MoveToLaneAsync(SendingWorld world, long id, int lane)
    {
        await using var db = world.Database.CreateDbContext();
        await db
            .Addresses.Where(a => a.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.LaneId, lane), Token);
    }

    private static async Task<string?> ReasonAsync(SendingWorld world)
    {
        await using var db = world.Database.CreateDbContext();
        return await db.Lanes.Where(lane => lane.Id == Lane.Email).Select(lane => lane.Reason).SingleAsync(Token);
    }

    private static Task OpenLanesAsync(SendingWorld world) => world.ExecuteAsync("UPDATE lanes SET held_until = NULL");
}

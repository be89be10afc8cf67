using Distributor.Channels;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Searching;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Subscribers.Desk;

/// <summary>Finding people, alike on both databases.</summary>
public abstract class SearchTests(DatabaseProvider provider)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "elena dmitri clara_m boris anna.rossi")]
    [InlineData("rossi", "anna.rossi")]
    [InlineData("ROSSI anna", "anna.rossi")]
    [InlineData("rossi boris", "")]
    [InlineData("novák example", "boris")]
    [InlineData("соколов", "dmitri")]
    [InlineData("example.org", "elena dmitri boris anna.rossi")]
    [InlineData("1001", "boris")]
    [InlineData("an", "anna.rossi")]
    [InlineData("na", "")]
    [InlineData("a_m", "clara_m")]
    [InlineData("a%a", "")]
    [InlineData("\\", "")]
    public async Task Words_are_parts_of_names_and_addresses_and_all_wanted(string query, string expected)
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);

        Assert.Equal(expected, await desk.FindAsync(new SubscriberFilter { Query = query }));
    }

    [Fact]
    public async Task Filters_speak_of_one_address()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        var world = await desk.TopicAsync("World");

        Assert.Equal("clara_m", await desk.FindAsync(new() { State = AddressState.Bounced }));
        Assert.Equal("boris", await desk.FindAsync(new() { Channel = ChannelKind.Telegram }));
        Assert.Equal("boris anna.rossi", await desk.FindAsync(new() { Topic = world }));
        Assert.Equal("boris", await desk.FindAsync(new() { Topic = world, Cadence = Cadence.Weekly }));
        Assert.Equal("", await desk.FindAsync(new() { Channel = ChannelKind.Telegram, Cadence = Cadence.Weekly }));
        Assert.Equal("anna.rossi", await desk.FindAsync(new() { Topic = world, Query = "anna" }));
        Assert.Equal("dmitri boris", await desk.FindAsync(new() { Language = "ru" }));
        Assert.Equal("anna.rossi", await desk.FindAsync(new() { TimeZone = "Europe/Madrid" }));
        Assert.Equal("elena clara_m", await desk.FindAsync(new() { Gone = true }));
    }

    [Fact]
    public async Task Who_was_added_since_a_day_is_found_by_it()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        desk.Clock.Now += Duration.FromDays(3);
        await desk.ImportAsync("email\nnew1@example.org\nnew2@example.org\n");

        Assert.Equal("new2 new1", await desk.FindAsync(new() { Since = new LocalDate(2026, 11, 24) }));
        Assert.Equal("", await desk.FindAsync(new() { Since = new LocalDate(2026, 12, 24) }));
        Assert.Equal(7, (await desk.FindAsync(new() { Since = new LocalDate(2026, 11, 1) })).Split(' ').Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_follow_each_other_without_gap_or_double(bool byTopic)
    {
        await using var desk = await ReaderDesk.OpenAsync(
            provider,
            "email,telegram_chat_id,topics\n"
                + string.Concat(
                    Enumerable.Range(1, 95).Select(i => $"r{i}@example.org,{(i % 3 == 0 ? $"{i}" : "")},World\n")
                )
        );
        var search = desk.App.Service<SubscriberSearch>();
        var filter = byTopic
            ? new SubscriberFilter { Topic = await desk.TopicAsync("World") }
            : new SubscriberFilter { Query = "example" };
        var seen = new List<long>();
        long? before = null;
        do
        {
            var page = await search.PageAsync(filter, before, 20, Token);
            seen.AddRange(page.Ids);
            before = page.Next;
        } while (before is not null);

        Assert.Equal(95, seen.Count);
        Assert.Equal(seen.OrderDescending(), seen);
        var all = await search.FindAsync(filter, null, 20, Token);
        Assert.Equal((95L, CountKind.Exact), (all.Count.Number, all.Count.Kind));
    }

    [Fact]
    public async Task Above_a_thousand_the_number_says_more_than()
    {
        await using var desk = await ReaderDesk.OpenAsync(
            provider,
            "email\n" + string.Concat(Enumerable.Range(1, 1_001).Select(i => $"r{i}@example.org\n"))
        );
        var found = await desk.App.Service<SubscriberSearch>().FindAsync(new() { Query = "example" }, null, 50, Token);

        Assert.Equal("more than 1,000", found.Count.ToString());
        Assert.Equal(50, found.Page.Ids.Count);
    }
}

public sealed class SqliteSearchTests() : SearchTests(DatabaseProvider.Sqlite);

public sealed class PostgresSearchTests() : SearchTests(DatabaseProvider.Postgres)
{
    [Fact]
    public async Task What_few_have_is_found_however_far_back_it_lies()
    {
        await using var desk = await ReaderDesk.OpenAsync(DatabaseProvider.Postgres);
        await using (var db = desk.App.NewDb())
        {
            await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.ExecuteSqlRawAsync(
                db.Database,
                """
                INSERT INTO subscribers (name, created_at) SELECT 'Reader ' || i, now() FROM generate_series(1, 12000) i;
                INSERT INTO addresses (subscriber_id, channel, value, state, state_since, lane_id, consent, language, time_zone, created_at)
                SELECT id, 1, 'reader' || id || '@mail.example', 'active', now(), 10, 0, 'en', 'UTC', now() FROM subscribers WHERE name LIKE 'Reader %';
                """,
                TestContext.Current.CancellationToken
            );
        }

        Assert.Equal("anna.rossi", await desk.FindAsync(new SubscriberFilter { Query = "rossi" }));
        Assert.Equal("clara_m", await desk.FindAsync(new SubscriberFilter { State = AddressState.Bounced }));
        // Neither a word nor an index leads to it: the page says how far it has looked, and the next one goes on.
        var search = desk.App.Service<SubscriberSearch>();
        var filter = new SubscriberFilter { TimeZone = "Europe/Madrid" };
        var found = await search.FindAsync(filter, null, 50, TestContext.Current.CancellationToken);
        Assert.True(found.Page.IsPartial);
        Assert.Equal("at least 0", found.Count.ToString());
        var next = await search.PageAsync(filter, found.Page.Next, 50, TestContext.Current.CancellationToken);
        Assert.Single(next.Ids);
        Assert.Null(next.Next);
    }
}

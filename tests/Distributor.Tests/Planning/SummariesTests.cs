using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Distributor.Api;
using Distributor.Articles;
using Distributor.Delivery;
using Distributor.Planning.Summaries;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Testing;
using Distributor.Testing.Telegram;
using Distributor.Tests.Spine;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace Distributor.Tests.Planning;

/// <summary>
/// Quiet hours and the alert cap, the whole way. Leases and quiet hours are in the database's clock, so the story begins
/// now, and what is due later is made due. Longer than most files because each story goes from the feed to the message.
/// </summary>
public abstract class SummariesTests(DatabaseProvider provider) : IAsyncLifetime
{
    private const long Quiet = 1001;
    private const long QuietButFew = 1002;
    private const long Awake = 1003;

    /// <summary>The full minute, so that quiet hours on a clock face are these very instants.</summary>
    private static readonly Instant Start = Instant.FromUnixTimeSeconds(
        SystemClock.Instance.GetCurrentInstant().ToUnixTimeSeconds() / 60 * 60
    );

    private static readonly Duration Hour = Duration.FromHours(1);

    private Newsroom newsroom = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => newsroom = await Newsroom.OpenAsync(provider, Start);

    public async ValueTask DisposeAsync()
    {
        await newsroom.TotalsAsync();
        await newsroom.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task At_the_end_of_quiet_hours_many_alerts_are_one_message_few_come_one_by_one_and_breaking_rings_through()
    {
        await ImportAsync();
        await QuietAsync(Quiet, QuietButFew);

        await IngestAsync(
            ("a1", "Ferries stop for the night", "World"),
            ("a2", "Bridge opens early", "World"),
            ("a3", "Tower is lit again", "World"),
            ("b1", "Turbine passes its first winter", "Energy"),
            ("b2", "Quarry keeps the summer", "Energy"),
            ("z1", "Harbour mouth closed", "World</category><category>Breaking")
        );
        await newsroom.DeliverAsync();
        Assert.Equal(6, CallsTo(Awake).Count);
        Assert.Contains("Harbour mouth", Assert.Single(CallsTo(Quiet)).Html, StringComparison.Ordinal);
        Assert.Single(CallsTo(QuietButFew));

        // Each step twice, as after a kill between them.
        Assert.Empty(await SummariseAsync()); // too early
        newsroom.Clock.Now = Start + Hour - Duration.FromMinutes(1);
        Assert.Single(await SummariseAsync());
        Assert.Empty(await SummariseAsync());
        newsroom.Clock.Now = Start + Hour;
        await MoveAsync();
        await MoveAsync();
        await MakeDueAsync();
        await newsroom.SendAsync();
        await newsroom.SendAsync();

        Assert.Equal(4, CallsTo(QuietButFew).Count);
        var summary = CallsTo(Quiet)[^1];
        Assert.Equal(2, CallsTo(Quiet).Count);
        Assert.Null(TelegramHtml.CheckMessage(summary.Html).Error);
        Assert.StartsWith("<b>While it was quiet</b>\n5 alerts held, ", summary.Html, StringComparison.Ordinal);
        Assert.Contains($"{Clock(Start - Hour)}–{Clock(Start + Hour)}", summary.Html, StringComparison.Ordinal);
        var told = new[] { "<b>World</b>", "Ferries", "Bridge", "Tower", "<b>Energy</b>", "Turbine", "Quarry" };
        var places = told.Select(text => summary.Html.IndexOf(text, StringComparison.Ordinal)).ToList();
        Assert.Equal(places.Order(), places);
        Assert.DoesNotContain(-1, places);

        await AssertHistoryAsync(5);
    }

    [Fact]
    public async Task What_is_corrected_or_retracted_in_the_night_is_told_as_it_is_in_the_morning()
    {
        await ImportAsync();
        await QuietAsync(Quiet);
        (string Guid, string Title, string Topic)[] items =
        [
            ("a1", "Ferries stop for the night", "World"),
            ("a2", "Bridge opens early", "World"),
            ("a3", "Tower is lit again", "World"),
            ("b1", "Turbine passes its first winter", "Energy"),
        ];
        await IngestAsync(items);
        await newsroom.DeliverAsync();
        newsroom.Clock.Now = Start + Hour - Duration.FromMinutes(1);
        await SummariseAsync();
        await IngestAsync([("a1", "Ferries run all night", "World")]);
        await using (var db = newsroom.App.NewDb())
        {
            await db
                .Articles.Where(a => a.CurrentRevision!.Title == "Bridge opens early")
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.State, ArticleState.Retracted), Token);
        }
        newsroom.Clock.Now = Start + Hour;
        await MoveAsync();
        await MakeDueAsync();
        await newsroom.SendAsync();

        var summary = Assert.Single(CallsTo(Quiet));
        Assert.Contains("3 alerts held", summary.Html, StringComparison.Ordinal);
        Assert.Contains("Ferries run all night", summary.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Bridge", summary.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_summary_of_nothing_but_retracted_news_is_suppressed()
    {
        await ImportAsync();
        await QuietAsync(Quiet);
        await IngestAsync([.. Enumerable.Range(1, 4).Select(i => ($"a{i}", $"Item number {i} of the day", "World"))]);
        await newsroom.DeliverAsync();
        newsroom.Clock.Now = Start + Hour;
        var run = Assert.Single(await SummariseAsync());
        await using var db = newsroom.App.NewDb();
        await db.Articles.ExecuteUpdateAsync(set => set.SetProperty(a => a.State, ArticleState.Retracted), Token);
        await MoveAsync();
        await MakeDueAsync();
        await newsroom.SendAsync();

        Assert.Empty(CallsTo(Quiet));
        var row = await db.Deliveries.AsNoTracking().SingleAsync(d => d.RunId == run, Token);
        Assert.Equal((DeliveryState.Suppressed, "retracted"), (row.State, row.Reason));
    }

    [Fact]
    public async Task A_topic_given_up_in_the_night_is_left_out()
    {
        await ImportAsync();
        await QuietAsync(Quiet);
        await IngestAsync([
            .. Enumerable.Range(1, 4).Select(i => ($"a{i}", $"Item number {i} of the day", "World")),
            ("b1", "Turbine passes its first winter", "Energy"),
        ]);
        await newsroom.DeliverAsync();
        newsroom.Clock.Now = Start + Hour;
        await SummariseAsync();
        await using (var db = newsroom.App.NewDb())
        {
            var energy = await db.Topics.Where(t => t.Name == "Energy").Select(t => t.Id).SingleAsync(Token);
            await db.Subscriptions.Where(s => s.TopicId == energy).ExecuteDeleteAsync(Token);
            await db.Addresses.ExecuteUpdateAsync(set => set.SetProperty(a => a.Consent, a => a.Consent + 1), Token);
        }
        await MoveAsync();
        await MakeDueAsync();
        await newsroom.SendAsync();

        var summary = Assert.Single(CallsTo(Quiet));
        Assert.Contains("4 alerts held", summary.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Turbine", summary.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_by_mail_get_the_same_as_a_mail_and_share_its_edition()
    {
        await newsroom.ImportAsync(
            "email,topics,digest\nnora@example.org,World,off\nomar@example.org,World,off\npia@example.org,World,off\n"
        );
        await using (var db = newsroom.App.NewDb())
        {
            var topic = await db.Topics.Where(t => t.Name == "World").Select(t => t.Id).SingleAsync(Token);
            foreach (var address in await db.Addresses.ToListAsync(Token))
            {
                address.State = AddressState.Active;
                db.Subscriptions.Add(
                    new Subscription
                    {
                        AddressId = address.Id,
                        TopicId = topic,
                        Cadence = Cadence.Instant,
                        CreatedAt = Start,
                    }
                );
            }
            await db.SaveChangesAsync(Token);
        }
        await QuietAsync();
        await IngestAsync([.. Enumerable.Range(1, 4).Select(i => ($"a{i}", $"Item number {i} of the day", "World"))]);
        await newsroom.DeliverAsync();
        Assert.Empty(newsroom.Mails);
        newsroom.Clock.Now = Start + Hour;
        await SummariseAsync();
        await MoveAsync();
        await MakeDueAsync();
        await newsroom.SendAsync();

        Assert.Equal(3, newsroom.Mails.Count);
        Assert.All(
            newsroom.Mails,
            mail =>
            {
                Assert.Contains("While it was quiet: Item number 1", mail.Subject, StringComparison.Ordinal);
                Assert.Contains("4 alerts held, ", mail.Text, StringComparison.Ordinal);
                Assert.Contains("Item number 4", mail.Text.Replace('\u00A0', ' '), StringComparison.Ordinal);
            }
        );
        await using var look = newsroom.App.NewDb();
        Assert.Equal(1, await look.Editions.CountAsync(e => e.Layout == "summary", Token));
    }

    [Fact]
    public async Task More_alerts_than_thirty_within_an_hour_become_one_summary_and_breaking_goes_through()
    {
        await ImportAsync();
        var items = Enumerable
            .Range(1, 33)
            .Select(i => ($"a{i}", string.Create(CultureInfo.InvariantCulture, $"Story {i:00} of this hour"), "World"));
        await IngestAsync([.. items, ("z1", "Harbour mouth closed", "World</category><category>Breaking")]);
        await newsroom.DeliverAsync();
        await newsroom.DeliverAsync();

        Assert.Equal(31, CallsTo(Awake).Count);
        Assert.Single(CallsTo(Awake), call => call.Html.Contains("Harbour mouth", StringComparison.Ordinal));
        await AssertHistoryAsync(9); // three each of three chats

        await MakeDueAsync();
        await newsroom.DeliverAsync();
        await newsroom.DeliverAsync();

        var summary = CallsTo(Awake)[^1];
        Assert.Equal(32, CallsTo(Awake).Count);
        Assert.StartsWith("<b>All at once</b>\n3 alerts held, ", summary.Html, StringComparison.Ordinal);
        Assert.Contains("Story 31", summary.Html, StringComparison.Ordinal);
        Assert.Contains("Story 33", summary.Html, StringComparison.Ordinal);
        await using var db = newsroom.App.NewDb();
        var run = await db.Runs.SingleAsync(r => r.Kind == RunKind.Summary, Token);
        Assert.Equal(SummaryRuns.KeyOf(Start + Hour), run.Key);
        Assert.Equal(RunState.Done, run.State);
        // Chats that left out the same are told the same.
        Assert.Equal(1, await db.Editions.CountAsync(e => e.RunId == run.Id, Token));
    }

    [Fact]
    public async Task An_hour_later_alerts_come_one_by_one_again()
    {
        await ImportAsync();
        var items = Enumerable.Range(1, 33).Select(i => ($"a{i}", $"Story {i} of this hour", "World")).ToArray();
        await IngestAsync(items);
        await newsroom.DeliverAsync();
        newsroom.Clock.Now = Start + Hour + Duration.FromMinutes(1);

        await IngestAsync([("b1", "Calm again", "World")]);
        await newsroom.DeliverAsync();

        Assert.Contains(CallsTo(Awake), call => call.Html.Contains("Calm again", StringComparison.Ordinal));
    }

    private Task ImportAsync() =>
        newsroom.ImportAsync(
            $"telegram_chat_id,topics\n{Quiet},World;Energy\n{QuietButFew},World\n{Awake},World;Energy\n"
        );

    /// <summary>An hour into quiet hours of two, on a clock in UTC; all addresses when none is named.</summary>
    private async Task QuietAsync(params long[] chats)
    {
        await using var db = newsroom.App.NewDb();
        var values = chats.Select(chat => chat.ToString(CultureInfo.InvariantCulture)).ToList();
        var addresses = await db.Addresses.Where(a => values.Count == 0 || values.Contains(a.Value)).ToListAsync(Token);
        foreach (var address in addresses)
        {
            address.QuietStart = (Start - Hour).InUtc().TimeOfDay;
            address.QuietEnd = (Start + Hour).InUtc().TimeOfDay;
            QuietHours.Apply(address, Start);
            Assert.Equal(Start + Hour, address.QuietUntil);
        }
        await db.SaveChangesAsync(Token);
    }

    /// <summary>Items in the order they happened; a feed has the newest first.</summary>
    private async Task IngestAsync(params (string Guid, string Title, string Topic)[] items)
    {
        var xml = new StringBuilder("<rss version=\"2.0\"><channel><title>Harbour Wire</title>");
        foreach (var (guid, title, topic) in items.Reverse())
        {
            xml.Append(
                CultureInfo.InvariantCulture,
                $"""
                <item><guid isPermaLink="false">{guid}</guid><link>https://wire.example.org/{guid}</link>
                <title>{title}</title><category>{topic}</category>
                <description>What happened, told in one sentence for {guid}.</description></item>
                """
            );
        }
        await newsroom.IngestAsync(xml.Append("</channel></rss>").ToString());
    }

    private Task<IReadOnlyList<long>> SummariseAsync() => newsroom.App.Service<QuietSummaries>().SummariseAsync(Token);

    private Task<int> MoveAsync() => newsroom.App.Service<QuietPeriods>().MoveAsync(Token);

    private async Task MakeDueAsync()
    {
        await using var db = newsroom.App.NewDb();
        await db.Database.ExecuteSqlRawAsync(
            provider == DatabaseProvider.Sqlite
                ? "UPDATE deliveries SET due_at = 1 WHERE due_at IS NOT NULL"
                : "UPDATE deliveries SET due_at = now() - interval '1 s' WHERE due_at IS NOT NULL",
            Token
        );
    }

    private List<OutboxCall> CallsTo(long chat) => [.. newsroom.Calls.Where(call => call.ChatId == chat)];

    private static string Clock(Instant at) =>
        LocalTimePattern.CreateWithInvariantCulture("HH:mm").Format(at.InUtc().TimeOfDay);

    /// <summary>What a reader's history says of the alerts they did not get: which message told them.</summary>
    private async Task AssertHistoryAsync(int suppressed)
    {
        var key = await newsroom.App.Service<ApiKeys>().CreateAsync("test", "cli:test", Token);
        newsroom.App.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var answer = await newsroom.App.Client.GetFromJsonAsync<JsonElement>(
            "/api/v1/deliveries?state=suppressed",
            Token
        );
        var items = answer.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(suppressed, items.Count);
        await using var db = newsroom.App.NewDb();
        var run = await db.Runs.SingleAsync(r => r.Kind == RunKind.Summary, Token);
        Assert.All(
            items,
            item =>
            {
                Assert.Equal("in summary", item.GetProperty("reason").GetString());
                Assert.StartsWith($"{run.Id}-", item.GetProperty("externalId").GetString(), StringComparison.Ordinal);
            }
        );
    }
}

public sealed class PostgresSummariesTests() : SummariesTests(DatabaseProvider.Postgres);

public sealed class SqliteSummariesTests() : SummariesTests(DatabaseProvider.Sqlite);

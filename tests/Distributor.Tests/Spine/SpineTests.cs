using Distributor.Articles.Intake;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Testing.Telegram;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;
using static Distributor.Tests.Spine.HarbourWire;

namespace Distributor.Tests.Spine;

/// <summary>
/// The whole way, on both databases: a feed with six new articles, two hundred subscribers from a file, half on Telegram and
/// half by e-mail, in five zones, with three topics.
/// </summary>
public abstract class SpineTests(DatabaseProvider provider)
{
    [Fact]
    public async Task Everybody_gets_what_they_chose_exactly_once()
    {
        await using var newsroom = await Newsroom.OpenAsync(provider, Start);
        await newsroom.ImportAsync(Csv());

        var added = await newsroom.IngestAsync(Feed(Items));
        Assert.All(added, result => Assert.Equal(IntakeStatus.Created, result.Status));
        await newsroom.DeliverAsync();

        AssertAlerts(newsroom);
        Assert.Empty(newsroom.Mails);

        // The same feed again brings nothing, and nothing is sent twice.
        var again = await newsroom.IngestAsync(Feed(Items));
        Assert.All(again, result => Assert.Equal(IntakeStatus.Unchanged, result.Status));
        await newsroom.DeliverAsync();
        AssertAlerts(newsroom);

        // A day and a half passes, an hour at a time; every reader's 07:30 comes once or twice.
        for (var hour = 0; hour < 24; hour++)
        {
            newsroom.Clock.Now += Duration.FromHours(1);
            await newsroom.DeliverAsync();
        }
        AssertDigests(newsroom);
        var sent = newsroom.Mails.Count;

        for (var hour = 0; hour < 24; hour++)
        {
            newsroom.Clock.Now += Duration.FromHours(1);
            await newsroom.DeliverAsync();
        }
        Assert.Equal(sent, newsroom.Mails.Count);
        var totals = await newsroom.TotalsAsync();
        Assert.Equal(0, totals.Open);
        Assert.Equal(newsroom.Calls.Count + newsroom.Mails.Count, totals.Accepted);
        Assert.Equal(100, totals.Suppressed); // the second day's digests: nothing new, and it says so
        await using var db = newsroom.App.NewDb();
        Assert.All(
            await db.Deliveries.Where(row => row.State == DeliveryState.Suppressed).ToListAsync(),
            row => Assert.Equal("nothing new", row.Reason)
        );
        Assert.All(await db.Runs.ToListAsync(), run => Assert.Equal(RunState.Done, run.State));
    }

    [Fact]
    public async Task A_correction_changes_what_is_not_yet_sent()
    {
        await using var newsroom = await Newsroom.OpenAsync(provider, Start);
        await newsroom.ImportAsync(Csv());
        await newsroom.IngestAsync(Feed(Items));
        await newsroom.DeliverAsync();
        var before = newsroom.Calls.Count;

        var corrected = Items[0] with { Title = "Thirteen ports agree on quieter nights" };
        var results = await newsroom.IngestAsync(Feed([corrected, .. Items[1..]]));
        Assert.Equal(IntakeStatus.Updated, results.Single(r => r.Title == corrected.Title).Status);
        for (var hour = 0; hour < 24; hour++)
        {
            newsroom.Clock.Now += Duration.FromHours(1);
            await newsroom.DeliverAsync();
        }

        Assert.Equal(before, newsroom.Calls.Count); // no second alert
        var world = newsroom.Mails.Where(mail => TopicsOf(mail.To).Contains("World")).ToList();
        Assert.NotEmpty(world);
        Assert.All(
            world,
            mail =>
            {
                Assert.Contains("Thirteen ports", Words(mail.Text), StringComparison.Ordinal);
                Assert.DoesNotContain("Twelve ports", Words(mail.Text), StringComparison.Ordinal);
            }
        );
        await using var db = newsroom.App.NewDb();
        var revisions = await db.ArticleRevisions.CountAsync();
        Assert.Equal(Items.Length + 1, revisions);
    }

    [Fact]
    public async Task Readers_with_the_same_wishes_share_an_edition()
    {
        await using var newsroom = await Newsroom.OpenAsync(provider, Start);
        await newsroom.ImportAsync(Csv());
        await newsroom.IngestAsync(Feed(Items));
        for (var hour = 0; hour < 24; hour++)
        {
            newsroom.Clock.Now += Duration.FromHours(1);
            await newsroom.DeliverAsync();
        }

        await using var db = newsroom.App.NewDb();
        var digests = await db.Editions.Where(edition => edition.Layout == "digest").ToListAsync();
        Assert.Equal(100, newsroom.Mails.Count);
        // Three choices of topics in five zones.
        Assert.Equal(15, digests.Count);
        Assert.All(digests, edition => Assert.Equal(EditionState.Frozen, edition.State));
        Assert.All(digests, edition => Assert.NotEmpty(edition.Revisions));
    }

    private static void AssertAlerts(Newsroom newsroom)
    {
        var calls = newsroom.Calls;
        Assert.All(calls, call => Assert.Null(TelegramHtml.CheckMessage(call.Html).Error));
        var got = calls.Select(call => (call.ChatId, Title: TitleIn(call.Html))).ToList();
        var expected = Enumerable
            .Range(0, 200)
            .Where(IsTelegram)
            .SelectMany(i => ItemsOf(i).Select(item => (ChatId: 1000L + i, item.Title)))
            .ToList();
        Assert.Equal(expected.Order(), got.Order());
    }

    private static void AssertDigests(Newsroom newsroom)
    {
        var mails = newsroom.Mails;
        Assert.Equal(
            Enumerable.Range(0, 200).Where(i => !IsTelegram(i)).Select(Email).Order(StringComparer.Ordinal),
            mails.Select(mail => mail.To).Order(StringComparer.Ordinal)
        );
        Assert.All(
            mails,
            mail =>
            {
                var wanted = TopicsOf(mail.To);
                foreach (var item in Items)
                {
                    Assert.Equal(
                        wanted.Contains(item.Topic),
                        Words(mail.Text).Contains(item.Title, StringComparison.Ordinal)
                    );
                }
                Assert.Contains("/unsubscribe/", mail.Headers["List-Unsubscribe"].Single(), StringComparison.Ordinal);
            }
        );
    }
}

public sealed class PostgresSpineTests() : SpineTests(DatabaseProvider.Postgres);

public sealed class SqliteSpineTests() : SpineTests(DatabaseProvider.Sqlite);

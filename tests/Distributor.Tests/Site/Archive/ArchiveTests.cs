using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Distributor.Articles.Reading;
using Distributor.Site.Archive;
using Distributor.Storage;
using NodaTime;
using Xunit;
using static Distributor.Tests.Site.Archive.PressRoom;

namespace Distributor.Tests.Site.Archive;

public abstract class ArchiveTests(DatabaseProvider provider) : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PressRoom room = null!;

    public async ValueTask InitializeAsync() => room = await PressRoom.OpenAsync(provider);

    public async ValueTask DisposeAsync()
    {
        await room.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task<IHtmlDocument> PageAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var answer = await room.App.Client.GetAsync(path, Token);
        Assert.Equal(expected, answer.StatusCode);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Token));
    }

    private static IEnumerable<string> Titles(IHtmlDocument page) =>
        page.QuerySelectorAll(".story-title").Select(title => title.TextContent);

    [Fact]
    public async Task Days_with_stories_are_listed_newest_first_and_others_are_not()
    {
        await room.FillAsync();

        var page = await PageAsync("/archive");

        Assert.Equal(
            ["/archive/2026-11-23", "/archive/2026-11-22", "/archive/2026-11-20"],
            page.QuerySelectorAll(".day a").Select(link => link.GetAttribute("href"))
        );
        Assert.Equal(
            ["14 stories", "3 stories", "2 stories"],
            page.QuerySelectorAll(".count").Select(count => count.TextContent)
        );
        Assert.Null(page.QuerySelector(".turn"));
    }

    [Fact]
    public async Task Many_days_are_turned_page_by_page_and_none_is_shown_twice_or_left_out()
    {
        var last = ArchiveReader.DaysOnPage * 2;
        for (var day = 0; day <= last; day++)
        {
            await room.TellAsync(
                At(Monday.PlusDays(-day), 6, 0),
                "Coast",
                $"Tide table of day {day}",
                "Northern Sheet"
            );
        }
        var seen = new List<string?>();
        var next = "/archive";
        for (var pages = 0; next is not null; pages++)
        {
            Assert.True(pages < 4);
            var page = await PageAsync(next);
            seen.AddRange(page.QuerySelectorAll(".day a").Select(link => link.GetAttribute("href")));
            next = page.QuerySelector(".turn a[rel=next]")?.GetAttribute("href");
        }

        Assert.Equal(Enumerable.Range(0, last + 1).Select(day => ArchiveAddress.Of(Monday.PlusDays(-day))), seen);
    }

    [Fact]
    public async Task A_day_is_the_day_of_the_publication_and_not_of_Greenwich()
    {
        await using var adelaide = await PressRoom.OpenAsync(provider, "--Site:TimeZone=Australia/Adelaide");
        await adelaide.TellAsync(At(Sunday, 20, 0), "Coast", "The early boat", "Northern Sheet");

        using var monday = await adelaide.App.Client.GetAsync("/archive/2026-11-23", Token);
        using var sunday = await adelaide.App.Client.GetAsync("/archive/2026-11-22", Token);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (monday.StatusCode, sunday.StatusCode));
        // 20:00 UTC is half past six of the next morning there.
        Assert.Contains(">06:30</time>", await monday.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_topic_of_a_day_has_its_stories_its_neighbours_and_its_days()
    {
        await room.FillAsync();

        var page = await PageAsync("/archive/2026-11-22/coast");

        Assert.Equal(["Swing bridge closes two nights for painting"], Titles(page));
        Assert.Equal("https://news.example/3", page.QuerySelector(".story-title a")!.GetAttribute("href"));
        Assert.Equal("/archive/2026-11-20", page.QuerySelector("a[rel=prev]")!.GetAttribute("href"));
        Assert.Equal("/archive/2026-11-23", page.QuerySelector("a[rel=next]")!.GetAttribute("href"));
        Assert.Equal(
            ["/archive/2026-11-22/health", "/archive/2026-11-22/stage", "/archive/2026-11-22/%2A"],
            page.QuerySelectorAll(".topics a").Select(link => link.GetAttribute("href"))
        );
    }

    [Fact]
    public async Task A_crowded_topic_goes_on_on_further_pages()
    {
        for (var story = 0; story < ArchiveReader.StoriesOnPage + 5; story++)
        {
            await room.TellAsync(
                At(Monday, 4, 0) + Duration.FromMinutes(story),
                "Coast",
                $"Wave {story}",
                "Northern Sheet"
            );
        }

        var first = await PageAsync("/archive/2026-11-23/coast");
        var rest = await PageAsync(first.QuerySelector(".more a[rel=next]")!.GetAttribute("href")!);

        Assert.Equal(
            Enumerable.Range(0, ArchiveReader.StoriesOnPage + 5).Reverse().Select(story => $"Wave {story}"),
            Titles(first).Concat(Titles(rest))
        );
        Assert.Null(rest.QuerySelector(".more a[rel=next]"));
        // Search engines are told of the first page only.
        Assert.NotNull(first.QuerySelector("link[rel=canonical]"));
        Assert.NotNull(rest.QuerySelector("meta[name=robots][content=noindex]"));
    }

    [Fact]
    public async Task Stories_without_a_topic_are_told_too()
    {
        await room.TellAsync(At(Monday, 7, 0), "", "A letter posted in 1974 arrives", "Rádio Maré");

        Assert.Contains("A letter posted in 1974 arrives", Titles(await PageAsync("/archive/2026-11-23")));
        Assert.Contains("A letter posted in 1974 arrives", Titles(await PageAsync("/archive/2026-11-23/*")));
    }

    [Fact]
    public async Task A_withdrawn_story_is_gone_everywhere_and_its_day_with_it()
    {
        var article = await room.TellAsync(At(Sunday, 7, 0), "Coast", "The whale that was none", "Northern Sheet");
        await room.TellAsync(At(Friday, 7, 0), "Coast", "Calm sea", "Northern Sheet");
        string[] places = ["/archive/2026-11-22", "/archive/2026-11-22/coast", "/archive", "/archive/feed.xml", "/"];
        foreach (var place in places)
        {
            Assert.Contains("whale", await room.App.Client.GetStringAsync(place, Token), StringComparison.Ordinal);
        }

        await room.RetractAsync(article);

        foreach (var place in places)
        {
            using var answer = await room.App.Client.GetAsync(place, Token);
            var text = await answer.Content.ReadAsStringAsync(Token);
            Assert.DoesNotContain("whale", text, StringComparison.Ordinal);
            Assert.Equal(
                place.StartsWith("/archive/2026", StringComparison.Ordinal)
                    ? HttpStatusCode.NotFound
                    : HttpStatusCode.OK,
                answer.StatusCode
            );
        }
    }

    [Fact]
    public async Task A_correction_is_read_at_once()
    {
        var first = new ReadArticle { Guid = "bridge", Title = "Bridge closes for two nights" };
        await room.TellAsync(At(Monday, 6, 0), first, "Northern Sheet", ["Coast"]);
        await room.TellAsync(
            At(Monday, 7, 0),
            first with
            {
                Title = "Bridge closes for three nights",
                Url = new Uri("https://news.example/1"),
            },
            "Northern Sheet",
            ["Coast"]
        );

        Assert.Equal(["Bridge closes for three nights"], Titles(await PageAsync("/archive/2026-11-23/coast")));
    }

    [Theory]
    [InlineData("/archive/2026-11-24")]
    [InlineData("/archive/2026-11-23/no-such-topic")]
    [InlineData("/archive/2026-11-20/coast")]
    [InlineData("/archive/yesterday")]
    [InlineData("/archive/2026-13-45")]
    [InlineData("/archive/9999-12-31")]
    [InlineData("/archive/-0001-01-01")]
    [InlineData("/archive/2026-11-23/coast?before=1")]
    [InlineData("/archive?before=never")]
    [InlineData("/archive/feed.xml?topic=no-such-topic")]
    public async Task What_is_not_there_is_a_friendly_404(string path)
    {
        await room.FillAsync();

        var page = await PageAsync(path, HttpStatusCode.NotFound);

        Assert.Equal("Nothing is printed here", page.QuerySelector("h1")!.TextContent);
        Assert.NotNull(page.QuerySelector("meta[name=robots][content=noindex]"));
    }
}

public sealed class SqliteArchiveTests() : ArchiveTests(DatabaseProvider.Sqlite);

public sealed class PostgresArchiveTests() : ArchiveTests(DatabaseProvider.Postgres);

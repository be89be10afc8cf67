using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Distributor.Articles.Reading;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static Distributor.Tests.Site.Archive.PressRoom;

namespace Distributor.Tests.Site.Archive;

/// <summary>The front page and the archive as browsers, caches and search engines meet them, and what feeds write into them.</summary>
public sealed class PublicPageTests : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PressRoom room = null!;

    public async ValueTask InitializeAsync() => room = await PressRoom.OpenAsync(DatabaseProvider.Sqlite);

    public ValueTask DisposeAsync() => room.DisposeAsync();

    private async Task<IHtmlDocument> PageAsync(string path)
    {
        using var answer = await room.App.Client.GetAsync(path, Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Token));
    }

    private static IEnumerable<string> Titles(IHtmlDocument page) =>
        page.QuerySelectorAll(".story-title").Select(title => title.TextContent);

    [Fact]
    public async Task What_a_feed_wrote_stays_text_and_no_link_runs()
    {
        const string Script = "\"><script>alert(1)</script>";
        var article = await room.TellAsync(
            At(Monday, 6, 0),
            new ReadArticle
            {
                Title = $"Storm {Script} & \u202Egnp.exe",
                Lead = $"<img src=x onerror=alert(1)> {Script}",
                Language = "en\"onmouseover=\"alert(1)",
            },
            $"Sheet {Script}",
            [$"Topic {Script}", "../../admin?x=1#y"]
        );
        await using (var db = room.App.NewDb())
        {
            await db
                .Articles.Where(a => a.Id == article)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.Url, "javascript:alert(1)"), Token);
        }

        foreach (var path in (string[])["/", "/archive", "/archive/2026-11-23", "/archive/2026-11-23/*"])
        {
            var page = await PageAsync(path);
            Assert.Empty(page.QuerySelectorAll("script, img, [onmouseover], [onerror]"));
            Assert.DoesNotContain('\u202E', page.DocumentElement.TextContent);
            foreach (var link in page.QuerySelectorAll("a").Select(link => link.GetAttribute("href")!))
            {
                Assert.True(link[0] is '/' or '?' or '#', link);
            }
            foreach (var topic in page.QuerySelectorAll(".topics a").Select(link => link.GetAttribute("href")!))
            {
                Assert.Contains($"Storm {Script} & gnp.exe", Titles(await PageAsync(topic)));
            }
        }
    }

    [Fact]
    public async Task A_page_that_has_not_changed_is_not_sent_again()
    {
        await room.FillAsync();
        foreach (
            var path in (string[])
                ["/", "/archive", "/archive/2026-11-23", "/archive/2026-11-23/coast", "/archive/feed.xml"]
        )
        {
            using var first = await room.App.Client.GetAsync(path, Token);
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
            using var again = await room.App.Client.SendAsync(request, Token);
            using var head = await room.App.Client.SendAsync(new(HttpMethod.Head, path), Token);

            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync(Token));
            Assert.Equal((HttpStatusCode.OK, first.Headers.ETag), (head.StatusCode, head.Headers.ETag));
            Assert.Equal("public, max-age=60", first.Headers.CacheControl!.ToString());
            Assert.Equal(["Accept-Language"], first.Headers.Vary);
        }
        using var before = await room.App.Client.GetAsync("/archive", Token);
        await room.TellAsync(At(Monday, 8, 50), "Coast", "A whale greets the pilot boat", "Northern Sheet");
        using var after = await room.App.Client.GetAsync("/archive", Token);
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);
    }

    [Fact]
    public async Task Everybody_may_find_these_pages_and_learns_what_they_are()
    {
        await room.FillAsync();
        foreach (var path in (string[])["/", "/archive", "/archive/2026-11-23", "/archive/2026-11-23/coast"])
        {
            var page = await PageAsync(path + "?lang=es");
            Assert.Null(page.QuerySelector("meta[name=robots]"));
            Assert.Equal(
                "http://localhost:5080" + path,
                page.QuerySelector("link[rel=canonical]")!.GetAttribute("href")
            );
            Assert.NotEmpty(page.QuerySelector("meta[name=description]")!.GetAttribute("content")!);
            Assert.NotEmpty(page.QuerySelector("meta[property='og:title']")!.GetAttribute("content")!);
            Assert.Equal(4, page.QuerySelectorAll("link[hreflang]").Length);
        }
    }

    [Fact]
    public async Task Pages_for_everybody_run_nothing_and_load_nothing_from_elsewhere()
    {
        await room.FillAsync();
        foreach (var path in (string[])["/", "/archive", "/archive/2026-11-23/coast", "/archive/1999-01-01"])
        {
            using var answer = await room.App.Client.GetAsync(path, Token);
            Assert.Equal(
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                answer.Headers.GetValues("Content-Security-Policy").Single()
            );
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Token));
            Assert.Empty(page.QuerySelectorAll("script, style, [style]"));
        }
    }
}

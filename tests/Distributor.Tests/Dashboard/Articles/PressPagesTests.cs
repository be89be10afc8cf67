using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Distributor.Articles;
using Distributor.Dashboard.Access;
using Distributor.Storage;
using Distributor.Tests.Dashboard.Sources;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Dashboard.Articles;

/// <summary>The pages of sources and articles as a signed-in admin meets them, without script. Longer than most files because it is one list of what forms do.</summary>
public sealed class PressPagesTests : IAsyncLifetime
{
    private SourceWorld world = null!;
    private AdminSignIn editor = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        world = await SourceWorld.OpenAsync(DatabaseProvider.Sqlite, "--Sending:FloodThreshold=2");
        editor = await AdminSignIn.AsAsync(world.Newsroom.App, AdminRole.Editor);
    }

    public async ValueTask DisposeAsync()
    {
        editor.Dispose();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task A_source_is_looked_at_added_edited_polled_and_deleted_by_forms()
    {
        world.Serve("Ferry sails");
        var look = await FormAsync("/admin/sources/preview", ("address", world.Site.At("/feed").AbsoluteUri));
        Assert.Contains("What it would bring: 1 article to send", look.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await SourcesAsync());

        var id = await ToAsync(
            "/admin/sources/add",
            ("address", world.Site.At("/feed").AbsoluteUri),
            ("title", "The Shore"),
            ("more", "World, Coast")
        );
        Assert.StartsWith("/admin/sources/", id, StringComparison.Ordinal);
        var page = await PageAsync(id);
        Assert.Equal("The Shore", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("polled within seconds", page.QuerySelector(".flash")!.TextContent, StringComparison.Ordinal);

        await ToAsync($"{id}/edit", ("title", "The Coast"), ("topics", "World"));
        await ToAsync($"{id}/poll");
        await world.PollAsync();
        page = await PageAsync(id);
        Assert.Contains("Read", page.QuerySelector("#polls")!.TextContent, StringComparison.Ordinal);
        await ToAsync($"{id}/pause");
        Assert.Contains(
            "Paused",
            (await PageAsync("/admin/sources?state=paused")).QuerySelector("tbody")!.TextContent,
            StringComparison.Ordinal
        );
        await ToAsync($"{id}/delete");
        Assert.Single(await SourcesAsync()); // it has an article
        using var missing = await editor.Client.GetAsync("/admin/sources/4711", Token);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task What_cannot_be_added_is_said_beside_the_field_and_what_was_typed_stays()
    {
        var page = await FormAsync("/admin/sources/preview", ("address", world.Site.At("/missing").AbsoluteUri));
        Assert.Contains("404", page.QuerySelector("#address-error")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(world.Site.At("/missing").AbsoluteUri, page.QuerySelector("#address")!.GetAttribute("value"));
        Assert.Equal("true", page.QuerySelector("#address")!.GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task Feeds_come_and_go_as_OPML()
    {
        const string Opml = """
            <opml version="2.0"><body><outline text="Coast" xmlUrl="https://coast.example/feed" category="/World"/>
            <outline text="Bad" xmlUrl="ftp://coast.example/"/></body></opml>
            """;
        using var form = new MultipartFormDataContent { { new StringContent(Opml), "file", "feeds.opml" } };
        using var answer = await editor.PostAsync("/admin/sources/opml", form);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Token));
        Assert.Contains("line 2", page.QuerySelector(".faults")!.TextContent, StringComparison.Ordinal);
        var exported = await editor.PageAsync("/admin/sources/opml/sources.opml");
        Assert.Contains("xmlUrl=\"https://coast.example/feed\"", exported, StringComparison.Ordinal);
        Assert.Contains("category=\"World\"", exported, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_article_is_written_held_sent_corrected_retracted_and_put_back()
    {
        (string, string)[] fields =
        [
            ("guid", "desk:1"),
            ("title", "Ferry sails again"),
            ("lead", "Every two hours."),
            ("body", "The ferry sails.\nIt is blue."),
            ("format", "text"),
            ("more", "World"),
            ("language", "en"),
        ];
        var bad = await FormAsync("/admin/articles/new", [("url", "no address"), .. fields[..1], .. fields[2..]]);
        Assert.Equal(2, bad.QuerySelectorAll(".summary li").Length);
        Assert.Equal("no address", bad.QuerySelector("#f-url")!.GetAttribute("value"));

        var path = await ToAsync("/admin/articles/new", [.. fields, ("do", "hold")]);
        // Sent twice by an impatient finger: one article.
        Assert.Equal(path, await ToAsync("/admin/articles/new", [.. fields, ("do", "hold")]));
        Assert.Equal(ArticleState.Waiting, (await ArticleAsync()).State);
        await ToAsync($"{path}/release");
        Assert.Equal(ArticleState.Complete, (await ArticleAsync()).State);

        await ToAsync($"{path}/edit", [.. fields[..1], ("title", "Ferry sails no more"), .. fields[2..]]);
        await ToAsync(
            $"{path}/edit",
            [.. fields[..1], ("title", "Ferry sails no more"), .. fields[2..5], ("more", "Coast"), ("language", "en")]
        );
        var page = await PageAsync(path);
        Assert.Equal("Ferry sails no more", page.QuerySelector("h1")!.TextContent);
        Assert.Equal("again", page.QuerySelector("#revisions del")!.TextContent);
        Assert.Equal("no more", page.QuerySelector("#revisions ins")!.TextContent);
        Assert.Contains("Coast", page.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);

        await ToAsync($"{path}/breaking");
        await ToAsync($"{path}/retract");
        Assert.True(await ArticleAsync() is { Breaking: true, State: ArticleState.Retracted });
        Assert.Contains("Undo", (await PageAsync(path)).QuerySelector(".flash")!.TextContent, StringComparison.Ordinal);
        await ToAsync($"{path}/restore");
        Assert.Equal(ArticleState.Complete, (await ArticleAsync()).State);

        await using var db = world.Newsroom.App.NewDb();
        Assert.Equal(
            [
                "article.push",
                "article.release",
                "article.correct",
                "article.topics",
                "article.breaking",
                "article.retract",
                "article.restore",
            ],
            await db
                .Audit.Where(e => e.Subject!.StartsWith("article:"))
                .OrderBy(e => e.Id)
                .Select(e => e.Action)
                .ToListAsync(Token)
        );
        Assert.All(
            await db.Audit.Where(e => e.Subject!.StartsWith("article:")).Select(e => e.Actor).ToListAsync(Token),
            actor => Assert.Equal($"admin:{editor.Email}", actor)
        );
    }

    [Fact]
    public async Task The_previews_are_what_the_templates_make_and_the_mail_may_do_nothing()
    {
        const string Query =
            "?title=Ferry+%3Cb%3Esails%3C%2Fb%3E&lead=Every+two+hours.&topic=World&language=es&breaking=true";
        var part = await PageAsync("/admin/articles/preview" + Query);
        Assert.Contains(
            "Ferry <b>sails</b>",
            part.QuerySelector(".phone-bubble")!.TextContent,
            StringComparison.Ordinal
        );
        using var mail = await editor.Client.GetAsync("/admin/articles/preview/mail" + Query, Token);
        var policy = mail.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("sandbox", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.Contains("Ferry &lt;b&gt;sails", await mail.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        // Without script the form itself shows them.
        var form = await FormAsync(
            "/admin/articles/new",
            ("guid", "desk:1"),
            ("title", "Ferry waits"),
            ("do", "preview")
        );
        Assert.Contains("Ferry waits", form.QuerySelector(".phone-bubble")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(await ArticlesAsync());
    }

    [Fact]
    public async Task A_viewer_sees_everything_and_changes_nothing()
    {
        world.Serve("Ferry sails");
        var id = await world.AddAsync();
        await world.PollAsync();
        using var viewer = await AdminSignIn.AsAsync(world.Newsroom.App, AdminRole.Viewer);
        foreach (
            var path in new[]
            {
                "/admin/sources",
                $"/admin/sources/{id}",
                "/admin/sources/opml",
                "/admin/articles",
                "/admin/articles?open=1",
                "/admin/articles/1",
            }
        )
        {
            var page = new HtmlParser().ParseDocument(await viewer.PageAsync(path));
            Assert.Empty(page.QuerySelectorAll("main form[method=post]").Select(form => form.GetAttribute("action")));
        }
        foreach (
            var path in new[]
            {
                $"/admin/sources/{id}/pause",
                "/admin/sources/preview",
                "/admin/articles/new",
                "/admin/articles/1/retract",
            }
        )
        {
            using var answer = await viewer.PostAsync(path, ("address", "x"));
            Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
            Assert.NotEqual(HttpStatusCode.SeeOther, answer.StatusCode);
        }
        Assert.Equal(Distributor.Sources.SourceState.Active, (await world.SourceAsync(id)).State);
    }

    [Fact]
    public async Task What_an_address_holds_that_makes_no_sense_is_passed_over()
    {
        foreach (
            var path in new[]
            {
                "/admin/articles?source=&topic=&state=none&day=2026-13-45&after=x&open=",
                "/admin/sources?state=&topic=none&after=-1&waiting=",
            }
        )
        {
            await PageAsync(path);
        }
    }

    private async Task<IHtmlDocument> PageAsync(string path) =>
        new HtmlParser().ParseDocument(await editor.PageAsync(path));

    /// <summary>A form whose answer is a page.</summary>
    private async Task<IHtmlDocument> FormAsync(string path, params (string, string)[] fields)
    {
        using var answer = await editor.PostAsync(path, fields);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Token));
    }

    /// <summary>A form that leads to another page.</summary>
    private async Task<string> ToAsync(string path, params (string, string)[] fields)
    {
        using var answer = await editor.PostAsync(path, fields);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.OriginalString;
    }

    private async Task<List<string>> SourcesAsync()
    {
        await using var db = world.Newsroom.App.NewDb();
        return await db.Sources.Select(source => source.Title).ToListAsync(Token);
    }

    private async Task<List<Article>> ArticlesAsync()
    {
        await using var db = world.Newsroom.App.NewDb();
        return await db.Articles.AsNoTracking().ToListAsync(Token);
    }

    private async Task<Article> ArticleAsync() => Assert.Single(await ArticlesAsync());
}

using Distributor.Articles.Reading;
using Distributor.Dashboard.Access;
using Distributor.Storage;
using Distributor.Testing.Browser;
using Distributor.Tests.Dashboard.Sources;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using Xunit;

namespace Distributor.Tests.Dashboard.Articles;

/// <summary>Sources and articles in Chromium: with and without script, on a desk and on a phone, with a feed that means harm. Longer than most files because of the stories its pages are filled with.</summary>
public sealed class PressBrowserTests(ChromiumBrowser chromium) : IAsyncLifetime
{
    private SourceWorld world = null!;
    private AdminSignIn editor = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        world = await SourceWorld.OpenAsync(
            DatabaseProvider.Sqlite,
            "--Sending:FloodThreshold=2",
            "--Site:Name=Harbour Wire"
        );
        editor = await AdminSignIn.AsAsync(world.Newsroom.App, AdminRole.Editor);
    }

    public async ValueTask DisposeAsync()
    {
        editor.Dispose();
        await world.DisposeAsync();
    }

    [Fact]
    public async Task Every_page_is_sound_though_a_feed_means_harm()
    {
        var (source, article) = await HarmAsync();
        var sites = new[]
        {
            ("sources", "/admin/sources"),
            ("source", $"/admin/sources/{source}"),
            ("opml", "/admin/sources/opml"),
            ("articles", "/admin/articles"),
            ("drawer", "/admin/articles?open=1"),
            ("article", $"/admin/articles/{article}?who=a&from=1&to=2"),
            ("write", "/admin/articles/new"),
        };
        foreach (var (name, path) in sites)
        {
            var faults = await PageReview.FaultsAsync(
                chromium,
                new Uri(editor.Address, path),
                // Chromium does not photograph a page as tall as ten thousand letters make it.
                name == "article"
                    ? null
                    : $"artifacts/pictures/{name}",
                async page => Assert.Equal(0, await page.Locator("[onerror], main script").CountAsync()),
                cookies: editor.BrowserCookies
            );
            Assert.True(faults.Count == 0, $"{path}\n{string.Join('\n', faults)}");
        }
    }

    [Fact]
    public async Task The_pages_of_a_usual_day_are_sound()
    {
        var (source, article) = await UsualDayAsync();
        foreach (
            var (name, path) in new[]
            {
                ("articles", "/admin/articles"),
                ("article", $"/admin/articles/{article}?who=ad"),
                ("correct", $"/admin/articles/{article}/edit"),
                ("sources", "/admin/sources"),
                ("source", $"/admin/sources/{source}"),
            }
        )
        {
            var faults = await PageReview.FaultsAsync(
                chromium,
                new Uri(editor.Address, path),
                $"docs/pictures/admin-{name}",
                pictured: ["1280-light", "1280-dark", "360-dark"],
                cookies: editor.BrowserCookies
            );
            Assert.True(faults.Count == 0, $"{path}\n{string.Join('\n', faults)}");
        }
    }

    [Fact]
    public async Task What_a_hostile_feed_would_bring_is_shown_soundly_too()
    {
        world.Serve(SourceWorld.Hostile, "Ferry sails");
        var faults = await PageReview.FaultsAsync(
            chromium,
            new Uri(editor.Address, "/admin/sources/add"),
            "artifacts/pictures/preview",
            async page =>
            {
                await page.GetByLabel("Address").FillAsync(world.Site.At("/feed").AbsoluteUri);
                await page.GetByRole(AriaRole.Button, new() { Name = "Look" }).ClickAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "Add this source" }).WaitForAsync();
            },
            cookies: editor.BrowserCookies
        );
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_source_is_added_by_pasting_the_address_of_a_site(bool script)
    {
        world.Serve("Ferry sails");
        world.Site.Serve(
            "/",
            "<html><head><link rel=alternate type='application/rss+xml' href='/feed'></head><body>News of the coast</body></html>",
            "text/html"
        );
        var page = await editor.OpenAsync(chromium, script: script);
        await page.GotoAsync(new Uri(editor.Address, "/admin/sources").AbsoluteUri);
        await page.GetByRole(AriaRole.Main)
            .GetByRole(AriaRole.Link, new() { Name = "Add a source" })
            .First.ClickAsync();
        await page.GetByLabel("Address").FillAsync(world.Site.Root.AbsoluteUri);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Title").FillAsync("The Coast");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Topics" }).FillAsync("World, Coast");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add this source" }).ClickAsync();

        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The Coast", Level = 1 }))
            .ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("Added. It is polled within seconds.").First).ToBeVisibleAsync();
        await world.PollAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#polls")).ToContainTextAsync("Read");
        await page.CloseAsync();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_article_is_written_looked_at_and_sent(bool script)
    {
        var page = await editor.OpenAsync(chromium, script: script);
        await page.GotoAsync(new Uri(editor.Address, "/admin/articles/new").AbsoluteUri);
        await page.GetByLabel("Title").FillAsync("Ferry sails again");
        await page.GetByLabel("Lead").FillAsync("Every two hours.");
        await page.GetByLabel("Topics").Last.FillAsync("World");
        await page.GetByLabel("Breaking").CheckAsync();
        if (!script)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        }
        await Assertions.Expect(page.Locator(".phone-bubble")).ToContainTextAsync("Ferry sails again");
        await Assertions
            .Expect(page.Locator(".phone-bubble"))
            .ToContainTextAsync("Breaking", new() { IgnoreCase = true });
        await Assertions
            .Expect(page.FrameLocator(".preview iframe").GetByText("Ferry sails again").First)
            .ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send now" }).ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Ferry sails again", Level = 1 }))
            .ToBeVisibleAsync();
        await using var db = world.Newsroom.App.NewDb();
        Assert.Equal(1, await db.Articles.CountAsync(article => article.Breaking && article.Sequence != null, Token));
        if (script)
        {
            // Typing left no steps for the Back button.
            await page.GoBackAsync();
            await Assertions.Expect(page.GetByLabel("Lead")).ToBeVisibleAsync();
        }
        await page.CloseAsync();
    }

    private async Task<(long Source, long Article)> UsualDayAsync()
    {
        await world.Newsroom.ImportAsync(
            """
            email,name,telegram_chat_id,topics,telegram,digest
            ada@example.org,Ada Marsh,5001,World,instant,daily
            ben@example.org,Ben Quay,5002,,instant,daily
            ,Harbour pilots,5003,Coast,breaking,off
            """
        );
        world.Serve("Ferry to the islands sails again after the storm", "Lighthouse lamp is lit by hand once more");
        var id = await world.AddAsync("Coast");
        await world
            .Newsroom.App.Service<Distributor.Sources.SourceCatalog>()
            .AddAsync(world.Site.At("/gone"), "Island Courier", ["World"], SourceWorld.Actor, Token);
        await world.PollAsync();
        await world.Newsroom.DeliverAsync();
        world.Serve("Tide tables", "Two boats, one berth", "Harbour fees rise in May", "Pilots ask for a second tug");
        await world.PollAsync();
        var article = await WriteAsync("Harbour closed until Friday", "The wind decides, says the harbour master.");
        await world.Newsroom.DeliverAsync();
        await WriteAsync("Harbour closed until Saturday", "The wind decides, says the new harbour master.");
        return (id, article);

        async Task<long> WriteAsync(string title, string lead) => (
                await world
                    .Newsroom.App.Service<Distributor.Sources.Pushing.PushIntake>()
                    .ByHandAsync(
                        new Distributor.Sources.Pushing.PushedArticle
                        {
                            Guid = "desk:1",
                            Title = title,
                            Lead = lead,
                            Text = "No ship has left since Tuesday.\nThe ferry company has put up a tent.",
                            Topics = ["World", "Coast"],
                            Language = "en",
                            Breaking = true,
                        },
                        "Harbour Wire",
                        isHeld: false,
                        SourceWorld.Actor,
                        Token
                    )
            ).Taken!.ArticleId;
    }

    /// <summary>A source, articles in all states, revisions, runs and waiting items, all under names that mean harm.</summary>
    private async Task<(long Source, long Article)> HarmAsync()
    {
        var hostile = SourceWorld.Hostile;
        await world.Newsroom.ImportAsync(
            "email,name,telegram_chat_id,topics,telegram,digest\nada@example.org,<b>Ada</b>,5001,World,instant,daily\n"
        );
        world.Serve(hostile, "Ferry sails");
        var id = await world.AddAsync("World", "\"><script>alert(2)</script>");
        await world.PollAsync();
        await using (var db = world.Newsroom.App.NewDb())
        {
            await db.Sources.ExecuteUpdateAsync(set => set.SetProperty(source => source.Title, hostile), Token);
        }
        var intake = world.Newsroom.App.Service<Distributor.Articles.Intake.ArticleIntake>();
        var articles = new List<ReadArticle>();
        foreach (var (title, lead) in new[] { (hostile, "Lead"), (hostile + "!", hostile) })
        {
            articles.Add(
                new ReadArticle
                {
                    Guid = "harm",
                    Title = title,
                    Lead = lead,
                    Text = $"{hostile}\nAnother {lead} paragraph.",
                    Html = "<p>x</p>",
                    Author = hostile,
                    Language = "en\"onload=\"x",
                    Categories = [hostile],
                    Url = new Uri("https://coast.example/" + new string('a', 900)),
                    PublishedAt = world.Newsroom.Clock.Now,
                }
            );
        }
        var harm = 0L;
        foreach (var article in articles)
        {
            harm = (
                await intake.AddAsync(id, article, Distributor.Articles.Intake.IntakeOptions.Default, Token)
            ).ArticleId;
        }
        await world.Newsroom.DeliverAsync();
        world.Serve("Flood a", hostile + "b", "Flood ccc", "Flood dddd");
        await world.PollAsync();
        world.Site.Serve("/feed", hostile, "text/plain");
        await world.PollAsync();
        return (id, harm);
    }
}

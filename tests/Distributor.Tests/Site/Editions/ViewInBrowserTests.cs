using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Distributor.Storage;
using Distributor.Subscribers.Links;
using Distributor.Testing.Browser;
using Distributor.Tests.Spine;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Site.Editions;

/// <summary>The link "Read on the web" of a real mail.</summary>
public sealed partial class ViewInBrowserTests(ChromiumBrowser chromium) : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Newsroom newsroom = null!;
    private string html = "";
    private string path = "";

    public async ValueTask InitializeAsync()
    {
        newsroom = await Newsroom.OpenAsync(DatabaseProvider.Sqlite, HarbourWire.Start, "--Site:Name=Harbour Wire");
        await newsroom.ImportAsync("email,time_zone,topics\nnora.lind@example.org,Europe/Lisbon,World;Energy\n");
        await newsroom.IngestAsync(HarbourWire.Feed(HarbourWire.Items));
        newsroom.Clock.Now += Duration.FromHours(20);
        await newsroom.DeliverAsync();
        var mail = newsroom.Mails.Single();
        html = mail.Html;
        path = Link().Match(mail.Text).Value["http://localhost:5080".Length..];
    }

    public ValueTask DisposeAsync() => newsroom.DisposeAsync();

    private Task<HttpResponseMessage> GetAsync(string address) => newsroom.App.Client.GetAsync(address, Token);

    [Fact]
    public async Task The_mail_is_shown_as_it_was_sent_but_knows_nobody()
    {
        using var answer = await GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync(Token);
        var page = new HtmlParser().ParseDocument(text);
        var sent = new HtmlParser().ParseDocument(html);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            sent.QuerySelectorAll("h1, h2, h3, h2 a, h3 a").Select(element => element.OuterHtml),
            page.QuerySelectorAll("h1, h2, h3, h2 a, h3 a").Select(element => element.OuterHtml)
        );
        foreach (var personal in (string[])["nora.lind", "unsubscribe/", "preferences/", "Lisbon", "07:", "editions/"])
        {
            Assert.DoesNotContain(personal, text, StringComparison.Ordinal);
        }
        Assert.Contains("This is a mail of Harbour Wire, as it was sent.", text, StringComparison.Ordinal);
        foreach (var way in (string[])["subscribe", "archive", ""])
        {
            Assert.NotNull(page.QuerySelector($"a[href='http://localhost:5080/{way}']"));
        }
    }

    [Fact]
    public async Task It_may_show_pictures_and_inline_styles_and_nothing_else_and_is_not_to_be_found()
    {
        using var answer = await GetAsync(path);

        Assert.Equal(
            "default-src 'none'; style-src 'unsafe-inline'; img-src https: http: 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            answer.Headers.GetValues("Content-Security-Policy").Single()
        );
        Assert.Equal("noindex", answer.Headers.GetValues("X-Robots-Tag").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
    }

    [Fact]
    public async Task It_stays_as_it_was_when_the_story_is_corrected()
    {
        var corrected = HarbourWire.Items[0] with { Title = "Thirteen ports agree on quieter nights" };
        await newsroom.IngestAsync(HarbourWire.Feed([corrected]));

        using var answer = await GetAsync(path);

        var text = HarbourWire.Words(await answer.Content.ReadAsStringAsync(Token));
        Assert.Contains("Twelve ports", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Thirteen ports", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_link_and_one_for_another_purpose_show_nothing()
    {
        await using var db = newsroom.App.NewDb();
        var edition = await db.Editions.Where(e => e.Layout == "digest").Select(e => e.Id).SingleAsync(Token);
        var tokens = newsroom.App.Service<LinkTokens>();
        string[] forged =
        [
            path[..^2] + (path[^2] == 'A' ? 'B' : 'A') + path[^1],
            "/editions/" + await tokens.CreateAsync(LinkPurpose.Unsubscribe, edition, Token),
            "/editions/" + await tokens.CreateAsync(LinkPurpose.ViewEdition, edition + 1000, Token),
            "/editions/1",
        ];
        foreach (var address in forged)
        {
            using var answer = await GetAsync(address);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.DoesNotContain(
                "unsafe-inline",
                answer.Headers.GetValues("Content-Security-Policy").Single(),
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData("layout", "notice")]
    [InlineData("state", "0")]
    public async Task What_was_written_for_one_reader_or_never_sent_is_not_shown(string column, string value)
    {
        await using (var db = newsroom.App.NewDb())
        {
            // A notice holds its reader's address; an open edition was seen by nobody.
            var sql = $"UPDATE editions SET {column} = '{value}'";
            await db.Database.ExecuteSqlRawAsync(sql, Token);
        }

        using var answer = await GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task It_is_sound_in_light_and_dark_on_a_phone_and_on_a_desk() =>
        Assert.Empty(await PageReview.FaultsAsync(chromium, new Uri(newsroom.App.Client.BaseAddress!, path)));

    [GeneratedRegex(@"http://localhost:5080/editions/[\w-]+")]
    private static partial Regex Link();
}

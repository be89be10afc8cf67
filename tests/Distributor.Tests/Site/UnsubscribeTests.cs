using System.Net;
using System.Text;
using Distributor.Digests;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Importing;
using Distributor.Subscribers.Links;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Site;

public abstract class UnsubscribeTests(DatabaseProvider provider) : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestApp app = null!;
    private long reader;
    private string link = "";

    public async ValueTask InitializeAsync()
    {
        app = await TestApp.StartAsync(provider);
        await app.Service<SubscriberImporter>()
            .ImportAsync(
                new StringReader("email,topics\nann@example.org,World;Sport\n"),
                "test",
                _ => { },
                null,
                Token
            );
        await using var db = app.NewDb();
        reader = (await db.Addresses.SingleAsync(Token)).Id;
        link = "/unsubscribe/" + await app.Service<LinkTokens>().CreateAsync(LinkPurpose.Unsubscribe, reader, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private async Task<Address> ReaderAsync()
    {
        await using var db = app.NewDb();
        return await db
            .Addresses.Include(a => a.Subscriptions)
            .Include(a => a.Schedules)
            .SingleAsync(a => a.Id == reader, Token);
    }

    public static TheoryData<HttpContent> OneClickBodies =>
        [
            new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]),
            new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } },
            new StringContent("List-Unsubscribe=One-Click", Encoding.UTF8, "text/plain"),
            new ByteArrayContent([]),
        ];

    [Theory]
    [MemberData(nameof(OneClickBodies), DisableDiscoveryEnumeration = true)]
    public async Task A_mail_client_unsubscribes_with_one_post_and_may_repeat_it(HttpContent body)
    {
        var bytes = await body.ReadAsByteArrayAsync(Token);
        for (var time = 0; time < 2; time++)
        {
            using var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = body.Headers.ContentType;
            using var answer = await app.Client.PostAsync(link, content, Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
        var ann = await ReaderAsync();
        Assert.Equal((AddressState.Unsubscribed, 1, 2), (ann.State, ann.Consent, ann.Subscriptions.Count));
        Assert.Equal(NextDigest.NotDue, ann.Schedules.Single().NextAt);
        await using var db = app.NewDb();
        Assert.Equal(1, await db.SubscriptionEvents.CountAsync(e => e.Action == "unsubscribed", Token));
    }

    [Fact]
    public async Task Looking_at_the_page_changes_nothing()
    {
        using var page = await app.Client.GetAsync(link, Token);
        using var head = await app.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, link), Token);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (page.StatusCode, head.StatusCode));
        var html = await page.Content.ReadAsStringAsync(Token);
        Assert.Contains("<button type=\"submit\">Unsubscribe</button>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("ann@example.org", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Equal((AddressState.Active, 0), ((await ReaderAsync()).State, (await ReaderAsync()).Consent));
    }

    [Fact]
    public async Task The_page_tells_the_browser_to_keep_load_and_tell_nothing()
    {
        using var page = await app.Client.GetAsync(link, Token);
        Assert.Equal(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            page.Headers.GetValues("Content-Security-Policy").Single()
        );
        Assert.Equal("no-referrer", page.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(page.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task The_style_sheet_is_not_served_empty()
    {
        var css = await app.Client.GetStringAsync("/site.css", Token);
        Assert.Contains("--paper", css, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_link_is_not_found_and_changes_nothing()
    {
        var last = link[^2] == 'A' ? 'B' : 'A';
        foreach (var forged in new[] { link[..^2] + last + link[^1], link[..^1], "/unsubscribe/x", link + "A" })
        {
            using var answer = await app.Client.PostAsync(forged, null, Token);
            using var undo = await app.Client.PostAsync(forged + "/undo", null, Token);
            using var look = await app.Client.GetAsync(forged, Token);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, undo.StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, look.StatusCode);
        }
        Assert.Equal(AddressState.Active, (await ReaderAsync()).State);
    }

    [Fact]
    public async Task An_undo_brings_topics_and_hour_back()
    {
        var before = (await ReaderAsync()).Schedules.Single().NextAt;
        using var gone = await app.Client.PostAsync(link, null, Token);
        using var back = await app.Client.PostAsync(link + "/undo", null, Token);
        var ann = await ReaderAsync();
        Assert.Equal((AddressState.Active, 2, 2), (ann.State, ann.Consent, ann.Subscriptions.Count));
        Assert.True(ann.Schedules.Single().NextAt - before <= Duration.FromDays(1));
    }
}

public sealed class SqliteUnsubscribeTests() : UnsubscribeTests(DatabaseProvider.Sqlite);

public sealed class PostgresUnsubscribeTests() : UnsubscribeTests(DatabaseProvider.Postgres);

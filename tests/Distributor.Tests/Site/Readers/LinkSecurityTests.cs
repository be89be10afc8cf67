using System.Net;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Links;
using NodaTime;
using Xunit;
using static Distributor.Tests.Site.Readers.ReaderPages;

namespace Distributor.Tests.Site.Readers;

/// <summary>Links that were forged, are too old, were used before or belong elsewhere change nothing and say so.</summary>
public abstract class LinkSecurityTests(DatabaseProvider provider)
{
    public static TheoryData<string> Routes =>
        ["/confirm/", "/preferences/", "/unsubscribe/", "/move/", "/my-data/", "/editions/"];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_guessed_token_is_not_known(string route)
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        string[] guesses =
        [
            "x",
            new('A', 34),
            new('A', 50),
            "AQAAAAAAAAAB" + new string('A', 22),
            "..%2F..%2Fadmin",
            "%C3%28",
            new('a', 4000),
        ];

        foreach (var guess in guesses)
        {
            using var answer = await pages.Client.GetAsync(new Uri(route + guess, UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    [Fact]
    public async Task One_changed_character_anywhere_makes_a_token_a_forgery()
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        var settings = await pages.SubscribeAsync();
        var token = settings["/preferences/".Length..];

        var changed = Enumerable
            .Range(0, token.Length)
            .Select(at => token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..]);
        // The last one may stand for fewer than six bits: a spelling nobody makes is no fault of ours.
        var ends = Alphabet.Where(last => last != token[^1]).Select(last => token[..^1] + last);
        foreach (var forged in changed.Concat(ends))
        {
            using var answer = await pages.Client.GetAsync(new Uri("/preferences/" + forged, UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        using var real = await pages.Client.GetAsync(new Uri(settings, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, real.StatusCode);
    }

    [Fact]
    public async Task A_link_of_one_purpose_opens_no_other_page()
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        var settings = await pages.SubscribeAsync();
        var tokens = pages.Newsroom.App.Service<LinkTokens>();
        var address = await pages.AddressAsync();
        var unsubscribe = await tokens.CreateAsync(LinkPurpose.Unsubscribe, address.Id, Token);
        var preferences = settings["/preferences/".Length..];
        var chat = await tokens.CreateFreshAsync(
            LinkPurpose.LinkChat,
            new FreshLink(address.Id, 1, pages.Newsroom.Clock.Now + Duration.FromHours(1)),
            Token
        );
        (string Route, string Token)[] wrong =
        [
            ("/preferences/", unsubscribe),
            ("/unsubscribe/", preferences),
            ("/editions/", preferences),
            ("/my-data/", chat),
            ("/confirm/", chat),
            ("/move/", chat),
            ("/my-data/", preferences),
        ];

        foreach (var (route, token) in wrong)
        {
            using var answer = await pages.Client.GetAsync(new Uri(route + token, UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_confirmation_works_once_and_brings_nobody_back_who_has_left()
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        using var asked = await pages.SignUpAsync();
        var confirm = LinkIn(await pages.NewestMailAsync(), "/confirm/");
        using var first = await pages.PostAsync(confirm);
        var settings = LinkIn(await pages.NewestMailAsync(), "/preferences/");
        using var left = await pages.PostAsync(settings + "/unsubscribe");

        using var again = await pages.PostAsync(confirm);

        Assert.Contains("done its work", await again.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(AddressState.Unsubscribed, (await pages.AddressAsync()).State);
    }

    [Fact]
    public async Task A_confirmation_ends_after_seven_days_and_the_address_is_forgotten()
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        using var asked = await pages.SignUpAsync();
        var confirm = LinkIn(await pages.NewestMailAsync(), "/confirm/");
        pages.Newsroom.Clock.Now += Duration.FromDays(7);

        using var late = await pages.PostAsync(confirm);
        Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
        Assert.Equal(AddressState.Pending, (await pages.AddressAsync()).State);

        await pages.TendAsync();
        await using var db = pages.NewDb();
        Assert.Empty(db.Addresses);
        Assert.Empty(db.Subscribers);
        Assert.Empty(db.SignUps);
        // Somebody else may have typed it: nothing is remembered against it.
        Assert.Empty(db.ForgottenAddresses);
    }

    [Fact]
    public async Task The_link_to_my_data_ends_after_an_hour_and_deletes_once()
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        var settings = await pages.SubscribeAsync();
        using var askedOld = await pages.PostAsync(settings + "/data");
        var old = LinkIn(await pages.NewestMailAsync(), "/my-data/");
        pages.Newsroom.Clock.Now += Duration.FromMinutes(61);
        foreach (var step in (string[])["/download", "/delete"])
        {
            using var late = await pages.PostAsync(old + step);
            Assert.Equal(HttpStatusCode.Gone, late.StatusCode);
        }
        Assert.Equal(AddressState.Active, (await pages.AddressAsync()).State);

        using var asked = await pages.PostAsync(settings + "/data");
        var fresh = LinkIn(await pages.NewestMailAsync(), "/my-data/");
        using var deleted = await pages.PostAsync(fresh + "/delete");
        using var twice = await pages.PostAsync(fresh + "/delete");
        using var taken = await pages.PostAsync(fresh + "/download");

        Assert.Contains("You are deleted", await deleted.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Contains("done its work", await twice.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal("text/html", taken.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_change_of_address_needs_a_yes_from_both_ends_and_tells_the_old_one()
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        var settings = await pages.SubscribeAsync();
        var before = await pages.AddressAsync();
        using var asked = await pages.PostAsync(settings + "/move", ("email", "ada@new.example"));
        var from = LinkIn(await pages.NewestMailAsync(), "/move/");
        var to = LinkIn(await pages.NewestMailAsync("ada@new.example"), "/move/");

        using var one = await pages.PostAsync(from);
        Assert.Equal(before.Id, (await pages.AddressAsync()).Id);
        using var both = await pages.PostAsync(to);

        Assert.Equal(before.Id, (await pages.AddressAsync("ada@new.example")).Id);
        Assert.Contains("ada@new.example", (await pages.NewestMailAsync()).Text, StringComparison.Ordinal);
        // The links of all earlier mails stay the reader's own.
        using var still = await pages.Client.GetAsync(new Uri(settings, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.OK, still.StatusCode);
        pages.Newsroom.Clock.Now += Duration.FromMinutes(2);
        await pages.TendAsync();
        await using var db = pages.NewDb();
        Assert.Equal(["ada@new.example"], db.Addresses.Select(a => a.Value));
    }

    [Fact]
    public async Task A_newer_wish_to_move_makes_the_links_of_an_older_one_worthless()
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        var settings = await pages.SubscribeAsync();
        using var first = await pages.PostAsync(settings + "/move", ("email", "thief@new.example"));
        var from = LinkIn(await pages.NewestMailAsync(), "/move/");
        var to = LinkIn(await pages.NewestMailAsync("thief@new.example"), "/move/");
        using var second = await pages.PostAsync(settings + "/move", ("email", "ada@new.example"));

        using var one = await pages.PostAsync(from);
        using var both = await pages.PostAsync(to);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (one.StatusCode, both.StatusCode));
        Assert.Equal(AddressState.Active, (await pages.AddressAsync()).State);
    }
}

public sealed class SqliteLinkSecurityTests() : LinkSecurityTests(DatabaseProvider.Sqlite);

public sealed class PostgresLinkSecurityTests() : LinkSecurityTests(DatabaseProvider.Postgres);

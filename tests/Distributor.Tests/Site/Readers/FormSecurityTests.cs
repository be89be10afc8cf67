using System.Net;
using System.Text.RegularExpressions;
using Distributor.Delivery.Notices;
using Distributor.Storage;
using Distributor.Subscribers.Links;
using Distributor.Tests.Spine;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static Distributor.Tests.Site.Readers.ReaderPages;

namespace Distributor.Tests.Site.Readers;

/// <summary>What strangers, robots and scanners may try with our forms.</summary>
public sealed partial class FormSecurityTests
{
    [Fact]
    public async Task A_form_tells_nobody_who_reads_us()
    {
        await using var pages = await ReaderPages.OpenAsync(DatabaseProvider.Sqlite);
        await pages.SubscribeAsync();
        var sent = pages.CountMails();

        foreach (var path in (string[])["/subscribe", "/my-link"])
        {
            using var known = await Send(path, Email);
            using var unknown = await Send(path, "eve@example.org");
            Assert.Equal(known.StatusCode, unknown.StatusCode);
            Assert.Equal(
                (await known.Content.ReadAsStringAsync(Token)).Replace(Email, "", StringComparison.Ordinal),
                (await unknown.Content.ReadAsStringAsync(Token)).Replace(
                    "eve@example.org",
                    "",
                    StringComparison.Ordinal
                )
            );
        }

        // Only the mailboxes know the difference: the reader gets the link twice, the stranger one question (and again, when
        // asking for a link) to confirm.
        await pages.Newsroom.SendAsync();
        Assert.Equal(sent + 2, pages.CountMails());
        Assert.All(
            pages.Newsroom.Mails.Where(mail => mail.To == "eve@example.org"),
            mail => Assert.Contains("/confirm/", mail.Text, StringComparison.Ordinal)
        );

        Task<HttpResponseMessage> Send(string path, string email) =>
            path == "/subscribe" ? pages.SignUpAsync(email) : pages.PostAsync(path, ("email", email));
    }

    [Fact]
    public async Task A_link_is_mailed_to_readers_only()
    {
        await using var pages = await ReaderPages.OpenAsync(DatabaseProvider.Sqlite);

        using var answer = await pages.PostAsync("/my-link", ("email", "nobody@example.org"));

        await pages.Newsroom.SendAsync();
        Assert.Empty(pages.Newsroom.Mails);
        await using var db = pages.NewDb();
        Assert.False(await db.Addresses.AnyAsync(Token));
    }

    [Fact]
    public async Task A_robot_that_fills_in_the_hidden_field_is_thanked_and_ignored()
    {
        await using var pages = await ReaderPages.OpenAsync(DatabaseProvider.Sqlite);

        using var answer = await pages.SignUpAsync(more: ("website", "https://spam.example"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await using var db = pages.NewDb();
        Assert.False(await db.Addresses.AnyAsync(Token));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    public async Task A_form_of_another_site_changes_nothing(string header, string value)
    {
        await using var pages = await ReaderPages.OpenAsync(DatabaseProvider.Sqlite);
        var settings = await pages.SubscribeAsync();
        var before = await pages.AddressAsync();
        string[] forms = ["", "/pause", "/unsubscribe", "/move", "/data", "/telegram"];

        foreach (var path in forms.Select(form => settings + form).Append("/subscribe").Append("/my-link"))
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path);
            request.Headers.Add(header, value);
            request.Content = new FormUrlEncodedContent([
                new("email", "eve@example.org"),
                new("zone", "UTC"),
                new("pauseUntil", "2027-01-01"),
            ]);
            using var answer = await pages.Client.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        var after = await pages.AddressAsync();
        Assert.Equal((before.Consent, before.State, before.TimeZone), (after.Consent, after.State, after.TimeZone));
        await using var db = pages.NewDb();
        Assert.Equal(1, await db.Addresses.CountAsync(Token));
    }

    [Fact]
    public async Task One_network_sends_only_so_many_forms_and_one_click_is_never_refused()
    {
        await using var pages = await ReaderPages.OpenAsync(DatabaseProvider.Sqlite, "--Site:FormsPerHour=5");
        var settings = await pages.SubscribeAsync();
        var unsubscribe = await pages
            .Newsroom.App.Service<LinkTokens>()
            .CreateAsync(LinkPurpose.Unsubscribe, (await pages.AddressAsync()).Id, Token);
        for (var form = 3; form <= 5; form++)
        {
            using var fine = await pages.PostAsync("/my-link", ("email", "x@example.org"));
            Assert.Equal(HttpStatusCode.OK, fine.StatusCode);
        }

        using var refused = await pages.PostAsync("/my-link", ("email", "x@example.org"));
        using var oneClick = await pages.PostAsync("/unsubscribe/" + unsubscribe, ("List-Unsubscribe", "One-Click"));

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, oneClick.StatusCode);
        Assert.NotEmpty(settings);
    }

    [Fact]
    public async Task A_mailbox_is_not_filled_by_typing_its_address_again_and_again()
    {
        await using var pages = await ReaderPages.OpenAsync(DatabaseProvider.Sqlite);

        for (var form = 0; form < 15; form++)
        {
            using var answer = await pages.SignUpAsync();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await pages.Newsroom.SendAsync();
        Assert.Equal(NoticeLimits.MostPerDay, pages.CountMails());
    }

    [Fact]
    public async Task A_scanner_that_gets_every_link_a_hundred_times_changes_nothing()
    {
        await using var pages = await ReaderPages.OpenAsync(DatabaseProvider.Sqlite);
        await pages.Newsroom.IngestAsync(HarbourWire.Feed(HarbourWire.Items));
        var settings = await pages.SubscribeAsync();
        using var data = await pages.PostAsync(settings + "/data");
        using var move = await pages.PostAsync(settings + "/move", ("email", "ada@new.example"));
        using var other = await pages.SignUpAsync("bob@example.org");
        await pages.Newsroom.SendAsync();
        var links = pages
            .Newsroom.Mails.SelectMany(mail => Links().Matches(mail.Html + " " + mail.Text))
            .Select(match => WebUtility.HtmlDecode(match.Value))
            .Where(link => link.StartsWith("http://localhost:5080", StringComparison.Ordinal))
            .Select(link => new Uri(link).PathAndQuery)
            .Distinct()
            .ToList();
        Assert.Contains(links, link => link.StartsWith("/confirm/", StringComparison.Ordinal));
        Assert.Contains(links, link => link.StartsWith("/my-data/", StringComparison.Ordinal));
        Assert.Contains(links, link => link.StartsWith("/move/", StringComparison.Ordinal));
        Assert.Contains(links, link => link.StartsWith("/unsubscribe/", StringComparison.Ordinal));
        var before = await SnapshotAsync(pages);

        foreach (var link in links)
        {
            for (var time = 0; time < 100; time++)
            {
                using var request = new HttpRequestMessage(time % 2 == 0 ? HttpMethod.Get : HttpMethod.Head, link);
                using var answer = await pages.Client.SendAsync(request, Token);
                Assert.True((int)answer.StatusCode < 500, $"{link}: {answer.StatusCode}");
            }
        }

        Assert.Equal(before, await SnapshotAsync(pages));
    }

    /// <summary>Everything a reader's click could change, as text.</summary>
    private static async Task<string> SnapshotAsync(ReaderPages pages)
    {
        await using var db = pages.NewDb();
        var addresses = await db
            .Addresses.OrderBy(a => a.Id)
            .Select(a => $"{a.Id} {a.Value} {a.State} {a.Consent} {a.EraseAt}")
            .ToListAsync(Token);
        var moves = await db.AddressMoves.AsNoTracking().ToListAsync(Token);
        return string.Join('\n', addresses)
            + $"\n{await db.SubscriptionEvents.CountAsync(Token)} {await db.UsedLinks.CountAsync(Token)}"
            + $" {await db.Deliveries.CountAsync(Token)} {await db.SignUps.CountAsync(s => s.ConfirmedAt != null, Token)}"
            + string.Join('\n', moves.Select(m => $"{m.OldConfirmedAt} {m.NewConfirmedAt} {m.DoneAt}"));
    }

    [GeneratedRegex(@"https?://[^\s<>""]+")]
    private static partial Regex Links();
}

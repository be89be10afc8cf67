using System.Text.Json;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Testing.Browser;
using Distributor.Tests.Spine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NodaTime;
using Xunit;
using static Distributor.Tests.Site.Readers.ReaderPages;

namespace Distributor.Tests.Site.Readers;

/// <summary>A reader's whole life in a browser, on both databases, with and without script.</summary>
public sealed class ReaderLifeTests(ChromiumBrowser chromium)
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite, true)]
    [InlineData(DatabaseProvider.Sqlite, false)]
    [InlineData(DatabaseProvider.Postgres, false)]
    public async Task From_the_first_form_to_the_last_mail(DatabaseProvider provider, bool script)
    {
        await using var pages = await ReaderPages.OpenAsync(provider);
        await pages.Newsroom.IngestAsync(HarbourWire.Feed(HarbourWire.Items));
        var page = await chromium.OpenAsync(script: script);

        // Sign up: nothing but the question goes out.
        await page.GotoAsync(pages.At("/subscribe").AbsoluteUri);
        await page.GetByLabel("E-mail address").FillAsync(Email);
        await page.GetByLabel("All topics, and those to come").UncheckAsync();
        await page.GetByLabel("Energy", new() { Exact = true }).CheckAsync();
        await page.GetByLabel("Hour", new() { Exact = true }).FillAsync("06:45");
        await page.GetByLabel("Time zone").SelectOptionAsync("Europe/Lisbon");
        await page.GetByRole(AriaRole.Button, new() { Name = "Subscribe" }).ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("One more step: look in your mailbox.");
        Assert.Equal(AddressState.Pending, (await pages.AddressAsync()).State);

        // Confirm: GET asks, POST does; a welcome brings the newest of the topic.
        var question = await pages.NewestMailAsync();
        Assert.Contains("Energy", question.Text, StringComparison.Ordinal);
        await page.GotoAsync(pages.At(LinkIn(question, "/confirm/")).AbsoluteUri);
        Assert.Equal(AddressState.Pending, (await pages.AddressAsync()).State);
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, subscribe me" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Welcome.");
        var reader = await pages.AddressAsync();
        Assert.Equal(AddressState.Active, reader.State);
        var welcome = await pages.NewestMailAsync();
        Assert.Contains("Tidal turbine", HarbourWire.Words(welcome.Html), StringComparison.Ordinal);
        Assert.DoesNotContain("Twelve ports", HarbourWire.Words(welcome.Html), StringComparison.Ordinal);

        // The next morning's digest.
        await pages.Newsroom.IngestAsync(OneMore);
        pages.Newsroom.Clock.Now = Instant.FromUtc(2026, 11, 24, 6, 46);
        await pages.Newsroom.DeliverAsync();
        var digest = await pages.NewestMailAsync();
        Assert.Contains("Wind park", HarbourWire.Words(digest.Html), StringComparison.Ordinal);

        // Another hour.
        await page.GotoAsync(pages.At(LinkIn(digest, "/preferences/")).AbsoluteUri);
        await Assertions.Expect(page.GetByLabel("Energy", new() { Exact = true })).ToBeCheckedAsync();
        await page.GetByLabel("Hour", new() { Exact = true }).FillAsync("19:15");
        await page.GetByLabel("Length", new() { Exact = true }).SelectOptionAsync("5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Saved");
        var schedule = Assert.Single((await pages.AddressAsync()).Schedules);
        Assert.Equal((new LocalTime(19, 15), 5), (schedule.LocalTime, schedule.MaxStories));
        Assert.Equal(Instant.FromUtc(2026, 11, 24, 19, 15), schedule.NextAt);

        // One click in the mail program, and the way back on the page.
        var header = digest.Headers["List-Unsubscribe"].Single().Trim('<', '>');
        using (var clicked = await pages.PostAsync(pages.At(header).PathAndQuery, ("List-Unsubscribe", "One-Click")))
        {
            clicked.EnsureSuccessStatusCode();
        }
        Assert.Equal(AddressState.Unsubscribed, (await pages.AddressAsync()).State);
        await page.GotoAsync(pages.At(header).AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo, keep me subscribed" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Welcome back.");
        Assert.Equal(AddressState.Active, (await pages.AddressAsync()).State);

        // Everything about me, by a fresh link.
        await page.GotoAsync(pages.At(LinkIn(digest, "/preferences/")).AbsoluteUri);
        await page.GetByRole(AriaRole.Button, new() { Name = "Mail me the link" }).ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("Look in your mailbox.");
        await page.GotoAsync(pages.At(LinkIn(await pages.NewestMailAsync(), "/my-data/")).AbsoluteUri);
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync()
        );
        using (var json = JsonDocument.Parse(await File.ReadAllBytesAsync(await download.PathAsync(), Token)))
        {
            var mine = Assert.Single(json.RootElement.GetProperty("addresses").EnumerateArray());
            Assert.Equal(Email, mine.GetProperty("address").GetString());
            Assert.Contains(
                mine.GetProperty("consent").EnumerateArray(),
                e => e.GetProperty("action").GetString() == "confirmed"
            );
            Assert.Contains(
                mine.GetProperty("messages").EnumerateArray(),
                m => m.GetProperty("kind").GetString() == "Digest"
            );
        }

        // And nothing about me.
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete everything" }).ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("You are deleted.");
        var goodbye = await pages.NewestMailAsync();
        Assert.Contains("deleted", goodbye.Text, StringComparison.Ordinal);
        pages.Newsroom.Clock.Now += Duration.FromMinutes(2);
        await pages.TendAsync();
        await using var db = pages.NewDb();
        Assert.False(await db.Addresses.AnyAsync(Token));
        Assert.False(await db.Subscribers.AnyAsync(Token));
        Assert.False(await db.SubscriptionEvents.AnyAsync(Token));
        Assert.Equal(1, await db.ForgottenAddresses.CountAsync(Token));
        Assert.DoesNotContain(
            await db.Editions.Select(e => e.Contents + e.Rendered).ToListAsync(Token),
            text => text.Contains(Email, StringComparison.Ordinal)
        );
        await page.CloseAsync();
    }

    private const string OneMore = """
        <rss version="2.0"><channel><title>Harbour Wire</title><link>https://harbour.example/</link>
        <item><guid>b1</guid><title>Wind park opens off the cape</title><link>https://harbour.example/b1</link>
        <category>Energy</category><description>Forty turbines turn for the first time.</description></item>
        </channel></rss>
        """;
}

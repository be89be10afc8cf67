using Distributor.Dashboard.Access;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Testing.Browser;
using Distributor.Tests.Subscribers.Desk;
using Microsoft.Playwright;
using Xunit;

namespace Distributor.Tests.Dashboard.Subscribers;

/// <summary>Subscribers in Chromium, with and without script.</summary>
public sealed class SubscriberBrowserTests(ChromiumBrowser chromium)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_person_is_found_opened_and_their_address_fixed(bool script)
    {
        await using var desk = await ReaderDesk.OpenAsync(DatabaseProvider.Sqlite);
        using var admin = await AdminSignIn.AsAsync(desk.App, AdminRole.Editor);
        var page = await admin.OpenAsync(chromium, script: script);
        await page.GotoAsync(new Uri(admin.Address, "/admin/subscribers").AbsoluteUri);

        var search = page.GetByRole(AriaRole.Searchbox, new() { Name = "Search name or address" });
        await search.FillAsync("clara");
        if (!script)
        {
            await search.PressAsync("Enter");
        }
        await Assertions.Expect(page.Locator(".count")).ToHaveTextAsync("1 subscriber");
        await page.GetByRole(AriaRole.Link, new() { Name = "Clara Moreau" }).ClickAsync();
        var drawer = page.GetByRole(AriaRole.Dialog, new() { Name = "Clara Moreau" });
        await Assertions.Expect(drawer).ToContainTextAsync("Bounced");
        await drawer.GetByText("Fix the address", new() { Exact = true }).ClickAsync();
        await drawer.GetByLabel("Right address").FillAsync("clara.m@post.example");
        await drawer.GetByRole(AriaRole.Button, new() { Name = "Save the address" }).ClickAsync();

        await Assertions.Expect(page.Locator("[data-part=flash]")).ToContainTextAsync("The address is corrected");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("clara.m@post.example");
        Assert.Equal(AddressState.Active, (await desk.AddressAsync("clara.m@post.example")).State);
        Assert.Contains("q=clara", page.Url, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ticked_people_are_paused_and_it_is_undone(bool script)
    {
        await using var desk = await ReaderDesk.OpenAsync(DatabaseProvider.Sqlite);
        using var admin = await AdminSignIn.AsAsync(desk.App, AdminRole.Editor);
        var page = await admin.OpenAsync(chromium, script: script);
        await page.GotoAsync(new Uri(admin.Address, "/admin/subscribers").AbsoluteUri);

        await page.GetByLabel("Choose Anna Rossi").CheckAsync();
        await page.GetByLabel("Choose Boris Novák").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("Paused 3 addresses.");
        Assert.Equal(AddressState.Paused, (await desk.AddressAsync("1001")).State);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).First.ClickAsync();
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("3 addresses are as before");
        Assert.Equal(AddressState.Active, (await desk.AddressAsync("1001")).State);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, false)]
    [InlineData(DatabaseProvider.Postgres, true)]
    public async Task Ten_thousand_rows_with_twelve_bad_ones_are_imported(DatabaseProvider provider, bool script)
    {
        await using var desk = await ReaderDesk.OpenAsync(provider, null);
        using var admin = await AdminSignIn.AsAsync(desk.App, AdminRole.Editor);
        var page = await admin.OpenAsync(chromium, script: script);
        await page.GotoAsync(new Uri(admin.Address, "/admin/subscribers/import").AbsoluteUri);

        await page.GetByLabel("File")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "readers.csv",
                    MimeType = "text/csv",
                    Buffer = System.Text.Encoding.UTF8.GetBytes(ImportRunTests.TenThousand),
                }
            );
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload and look" }).ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToContainTextAsync("readers.csv");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("reader1@example.org");
        await page.GetByRole(AriaRole.Button, new() { Name = "Import" }).ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("Import of readers.csv");
        await desk.App.Service<Distributor.Subscribers.Importing.ImportRuns>().WaitAsync(1);
        await page.ReloadAsync();

        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("9,988");
        await Assertions
            .Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "not one plain address" }))
            .ToHaveCountAsync(12);
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" }).ClickAsync()
        );
        var report = await File.ReadAllLinesAsync((await download.PathAsync())!, TestContext.Current.CancellationToken);
        Assert.Equal(13, report.Length);
        Assert.StartsWith("834,", report[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_about_subscribers_is_in_order()
    {
        await using var desk = await ReaderDesk.OpenAsync(DatabaseProvider.Sqlite);
        using var admin = await AdminSignIn.AsAsync(desk.App, AdminRole.Editor);
        var anna = await desk.AddressAsync("anna.rossi@example.org");
        var world = await desk.TopicAsync("World");
        var faults = new List<string>();
        foreach (
            var (name, path) in new[]
            {
                ("subscribers", "/admin/subscribers"),
                ("subscribers-search", "/admin/subscribers?q=example&state=active&topic=" + world),
                ("subscribers-none", "/admin/subscribers?q=nonsuch"),
                ("subscribers-drawer", $"/admin/subscribers?open={anna.SubscriberId}"),
                ("subscriber", $"/admin/subscribers/{anna.SubscriberId}"),
                ("subscriber-record", $"/admin/subscribers/{anna.SubscriberId}?tab=record"),
                ("subscriber-delete", $"/admin/subscribers/{anna.SubscriberId}/delete"),
                ("subscriber-add", "/admin/subscribers/add"),
                ("import", "/admin/subscribers/import"),
                ("topics", "/admin/settings/topics"),
                ("topic", $"/admin/settings/topics/{world}"),
            }
        )
        {
            var found = await PageReview.FaultsAsync(
                chromium,
                new Uri(admin.Address, path),
                name is "subscribers" or "subscribers-drawer" ? $"docs/pictures/admin-{name}" : null,
                pictured: ["1280-light", "360-dark"],
                cookies: admin.BrowserCookies
            );
            faults.AddRange(found.Select(fault => $"{name}: {fault}"));
        }
        Assert.Empty(faults);
    }
}

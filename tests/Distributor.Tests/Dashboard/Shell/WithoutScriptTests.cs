using System.Text.RegularExpressions;
using Distributor.Testing.Browser;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Distributor.Tests.Dashboard.Shell;

/// <summary>Everything the scripts make nicer works without them.</summary>
public sealed class WithoutScriptTests(ChromiumBrowser chromium) : IAsyncLifetime
{
    private Gallery gallery = null!;
    private IPage page = null!;

    public async ValueTask InitializeAsync()
    {
        gallery = await Gallery.StartAsync();
        page = await chromium.OpenAsync(script: false);
        await page.GotoAsync(gallery.Page("/list").AbsoluteUri);
    }

    public async ValueTask DisposeAsync()
    {
        await page.CloseAsync();
        await gallery.DisposeAsync();
    }

    [Fact]
    public async Task Search_has_a_button()
    {
        await page.GetByRole(AriaRole.Searchbox).FillAsync("katya");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();

        await Expect(page.Locator(".count")).ToHaveTextAsync("20 found");
    }

    [Fact]
    public async Task A_row_opens_beside_the_list_and_closes_again()
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "anna8@post.example.net" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("What was sent");
        await page.GetByRole(AriaRole.Link, new() { Name = "Close" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_bar_for_many_shows_when_a_row_is_ticked_and_what_it_did_can_be_undone()
    {
        await Expect(page.Locator(".bulk")).ToBeHiddenAsync();
        await page.Locator("td.tick input").Nth(2).CheckAsync();
        await page.GetByLabel("all 120 matching").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();

        Assert.Equal("do=pause id=3 all=true", gallery.Posted.Single());
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.GetByText("Undone.")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await Expect(page.GetByText("Undone.")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Next page" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex("after=50$"));
        await page.GetByRole(AriaRole.Link, new() { Name = "First page" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(gallery.Page("/list").AbsoluteUri);
    }

    [Fact]
    public async Task A_chart_is_its_numbers()
    {
        await page.GotoAsync(gallery.Page("").AbsoluteUri);
        await page.GetByText("Show the numbers").ClickAsync();

        await Expect(page.GetByRole(AriaRole.Table).Filter(new() { HasText = "Telegram between" })).ToBeVisibleAsync();
        await Expect(page.Locator(".chart")).ToBeHiddenAsync();
    }
}

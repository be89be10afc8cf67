using System.Text.RegularExpressions;
using Distributor.Testing.Browser;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Distributor.Tests.Dashboard.Shell;

/// <summary>What scripts add around a page, in a real browser: drawers, questions, live figures, a network that is away.</summary>
public sealed class ShellScriptTests(ChromiumBrowser chromium) : IAsyncLifetime
{
    private Gallery gallery = null!;
    private IPage page = null!;

    public async ValueTask InitializeAsync()
    {
        gallery = await Gallery.StartAsync();
        page = await chromium.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await page.CloseAsync();
        await gallery.DisposeAsync();
    }

    private ILocator Search => page.GetByRole(AriaRole.Searchbox, new() { Name = "Search e-mail or name" });

    private ILocator Drawer => page.GetByRole(AriaRole.Dialog);

    private ILocator Row(string email) => page.GetByRole(AriaRole.Link, new() { Name = email, Exact = true });

    private async Task OpenAsync(string path) => await page.GotoAsync(gallery.Page(path).AbsoluteUri);

    [Fact]
    public async Task A_drawer_takes_the_focus_keeps_it_and_gives_it_back()
    {
        await OpenAsync("/list");

        await Row("anna8@post.example.net").ClickAsync();
        await Expect(Drawer).ToBeFocusedAsync();
        await Expect(page).ToHaveURLAsync(new Regex("open=8$"));
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Close" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Cancel" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Close" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");

        await Expect(Drawer).ToHaveCountAsync(0);
        await Expect(Row("anna8@post.example.net")).ToBeFocusedAsync();
        await Expect(page).ToHaveURLAsync(gallery.Page("/list").AbsoluteUri);
        await page.GoForwardAsync();
        await Expect(Drawer).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_drawer_that_came_with_its_address_closes_to_the_list_without_a_step_back()
    {
        await OpenAsync("/list?q=anna&open=8");

        await page.Keyboard.PressAsync("Escape");

        await Expect(Drawer).ToHaveCountAsync(0);
        await Expect(page).ToHaveURLAsync(gallery.Page("/list?q=anna").AbsoluteUri);
        await Expect(Row("anna8@post.example.net")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task What_was_changed_in_a_drawer_is_not_thrown_away_unasked()
    {
        await OpenAsync("/list?open=8");

        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Somebody else");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Somebody else");
        await page.Keyboard.PressAsync("Escape");
        await page.GetByRole(AriaRole.Button, new() { Name = "Leave" }).ClickAsync();

        await Expect(Drawer).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Without_a_network_a_badge_says_so_and_the_answer_comes_when_it_is_back()
    {
        await OpenAsync("/list");
        await page.Context.SetOfflineAsync(true);

        await Search.FillAsync("boris");
        await Expect(page.GetByText("Offline – trying again")).ToBeVisibleAsync();
        await page.Context.SetOfflineAsync(false);

        await Expect(page.Locator(".count")).ToHaveTextAsync("20 found");
        await Expect(page.GetByText("Offline – trying again")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Whoever_is_signed_out_meanwhile_is_led_to_the_door()
    {
        await OpenAsync("/list");
        await page.RouteAsync(
            new Regex("q=a$"),
            route =>
                route.Request.IsNavigationRequest
                    ? route.ContinueAsync()
                    : route.FulfillAsync(new() { Status = 401, Body = "" })
        );

        var gone = page.WaitForRequestAsync(request =>
            request.IsNavigationRequest && request.Url.EndsWith("q=a", StringComparison.Ordinal)
        );
        await Search.FillAsync("a");

        await gone;
    }

    [Fact]
    public async Task What_cannot_be_undone_is_asked_first()
    {
        await OpenAsync("");
        var delete = page.GetByRole(AriaRole.Button, new() { Name = "Delete person" });

        await delete.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("It cannot be undone.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.Empty(gallery.Posted);
        await delete.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete person" }).ClickAsync();

        await Expect(page.Locator(".flash")).ToBeVisibleAsync();
        Assert.Equal("undo=false", gallery.Posted.Single());
    }

    [Fact]
    public async Task Live_figures_change_in_place_and_the_chart_is_drawn()
    {
        await OpenAsync("");
        await Expect(page.Locator(".chart canvas")).ToBeVisibleAsync();

        gallery.Live.Say("""{"telegram":1234,"going":"62 %"}""");

        await Expect(page.Locator(".figure [data-figure=telegram]")).ToHaveTextAsync("1,234");
        await Expect(page.Locator(".figure [data-figure=going]")).ToHaveTextAsync("62 %");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Expect(page.Locator(".chart canvas")).ToHaveCountAsync(1);
    }
}

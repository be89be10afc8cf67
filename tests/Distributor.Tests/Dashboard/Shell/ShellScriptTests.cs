using System.Text.RegularExpressions;
using Distributor.Testing.Browser;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Distributor.Tests.Dashboard.Shell;

/// <summary>What the scripts of the dashboard add, in a real browser.</summary>
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

    private Task<int> HistoryAsync() => page.EvaluateAsync<int>("() => history.length");

    private async Task OpenAsync(string path) => await page.GotoAsync(gallery.Page(path).AbsoluteUri);

    [Fact]
    public async Task Typing_answers_at_once_keeps_focus_and_caret_and_adds_nothing_to_history()
    {
        await OpenAsync("/list");
        var before = await HistoryAsync();

        await Search.PressSequentiallyAsync("kaya1");
        await Search.PressAsync("ArrowLeft");
        await Search.PressAsync("ArrowLeft");
        await Search.PressAsync("ArrowLeft");
        await page.Keyboard.TypeAsync("t");

        await Expect(page).ToHaveURLAsync(new Regex("q=katya1$"));
        await Expect(page.Locator(".count")).ToHaveTextAsync("6 found");
        await Expect(Search).ToBeFocusedAsync();
        Assert.Equal(3, await page.EvaluateAsync<int>("() => document.activeElement.selectionStart"));
        Assert.Equal(before, await HistoryAsync());
    }

    [Fact]
    public async Task An_older_answer_never_overwrites_a_newer_one()
    {
        await OpenAsync("/list");
        var release = new TaskCompletionSource();
        await page.RouteAsync(
            new Regex("q=a$"),
            async route =>
            {
                await release.Task;
                try
                {
                    await route.ContinueAsync();
                }
                catch (PlaywrightException)
                {
                    // The page has given it up, as it should.
                }
            }
        );
        var asked = page.WaitForRequestAsync(new Regex("q=a$"));

        await Search.FillAsync("a");
        await asked;
        await Search.FillAsync("hugo");
        await Expect(page.Locator(".count")).ToHaveTextAsync("20 found");
        release.SetResult();
        await Search.FillAsync("hugo1");

        await Expect(page).ToHaveURLAsync(new Regex("q=hugo1$"));
        Assert.DoesNotContain("anna", await page.Locator("table").InnerTextAsync());
    }

    [Fact]
    public async Task A_filter_is_a_step_of_history_and_its_chip_takes_it_away()
    {
        await OpenAsync("/list");

        await page.GetByLabel("State", new() { Exact = true }).SelectOptionAsync("paused");
        await Expect(page.Locator(".count")).ToHaveTextAsync("17 found");
        await page.GoBackAsync();
        await Expect(page.Locator(".count")).ToHaveTextAsync("120 found");
        await page.GoForwardAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Remove filter State: paused" }).ClickAsync();

        await Expect(page.Locator(".count")).ToHaveTextAsync("120 found");
        await Expect(page).ToHaveURLAsync(gallery.Page("/list").AbsoluteUri);
    }

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
    public async Task Rows_are_ticked_one_by_one_and_in_a_stretch_and_what_was_done_can_be_undone()
    {
        await OpenAsync("/list");
        var ticks = page.Locator("td.tick input");

        await ticks.Nth(1).CheckAsync();
        await ticks.Nth(4).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(page.GetByText("4 chosen")).ToBeVisibleAsync();
        await ticks.Nth(2).UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause", Exact = true }).ClickAsync();

        await Expect(page.Locator(".undo-bar")).ToContainTextAsync("Paused them.");
        Assert.Equal("do=pause id=2,4,5 all=", gallery.Posted.Single());
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.GetByText("Undone.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Everything_that_matches_can_be_chosen_and_taking_one_out_ends_that()
    {
        await OpenAsync("/list");

        await page.GetByLabel("Choose all on this page").CheckAsync();
        await Expect(page.GetByText("50 chosen")).ToBeVisibleAsync();
        await page.GetByLabel("all 120 matching").CheckAsync();
        await Expect(page.GetByText("All that match")).ToBeVisibleAsync();
        await page.Locator("td.tick input").First.UncheckAsync();

        await Expect(page.GetByText("49 chosen")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("all 120 matching")).Not.ToBeCheckedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".bulk")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_keyboard_alone_searches_walks_ticks_opens_and_jumps()
    {
        await OpenAsync("/list");

        await page.Keyboard.PressAsync("/");
        await Expect(Search).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("anna");
        await Expect(page.Locator(".count")).ToHaveTextAsync("20 found");
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Expect(Row("anna8@post.example.net")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("x");
        await Expect(page.GetByText("1 chosen")).ToBeVisibleAsync();
        await Row("anna8@post.example.net").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(Drawer).ToContainTextAsync("anna8@post.example.net");
        await page.Keyboard.PressAsync("j");
        await Expect(Drawer).ToContainTextAsync("anna14@post.example.net");
        await page.Keyboard.PressAsync("Escape");
        await Expect(Drawer).ToHaveCountAsync(0);
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("katya");
        await page.GetByRole(AriaRole.Option, new() { Name = "Search subscribers for “katya”" }).WaitForAsync();
        var left = page.WaitForRequestAsync(new Regex("/admin/subscribers\\?q=katya$"));
        await page.Keyboard.PressAsync("Enter");
        await left;
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

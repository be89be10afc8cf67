using System.Text.RegularExpressions;
using Distributor.Testing.Browser;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Distributor.Tests.Dashboard.Shell;

/// <summary>What scripts add to lists, in a real browser: answers while one types, ticks, keys.</summary>
public sealed class ListScriptTests(ChromiumBrowser chromium) : IAsyncLifetime
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
}

using Distributor.Testing.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Distributor.Tests.Dashboard.Shell;

/// <summary>The dashboard's parts as people see them: light and dark, on a desk and on a phone, with and without script.</summary>
public sealed class ShellLooksTests(ChromiumBrowser chromium) : IAsyncLifetime
{
    private Gallery gallery = null!;

    public async ValueTask InitializeAsync() => gallery = await Gallery.StartAsync();

    public ValueTask DisposeAsync() => gallery.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("/list?q=a&state=active")]
    [InlineData("/list?q=nobody")]
    [InlineData("/list?open=3")]
    [InlineData("/form")]
    [InlineData("/gate")]
    [InlineData("/missing")]
    public async Task A_page_of_parts_is_sound(string path) =>
        Assert.Empty(await PageReview.FaultsAsync(chromium, gallery.Page(path)));

    [Fact]
    public async Task What_opens_above_a_page_is_sound()
    {
        Assert.Empty(
            await PageReview.FaultsAsync(
                chromium,
                gallery.Page("/list"),
                prepare: async page =>
                {
                    await page.Locator("td.tick input").First.CheckAsync();
                    await page.Keyboard.PressAsync("Control+k");
                    await page.GetByRole(AriaRole.Listbox, new() { Name = "Places" }).WaitForAsync();
                }
            )
        );
        Assert.Empty(
            await PageReview.FaultsAsync(
                chromium,
                gallery.Page(""),
                prepare: async page =>
                {
                    await page.GetByText("Pause with undo").ClickAsync();
                    await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).WaitForAsync();
                    await page.GetByLabel("More actions").ClickAsync();
                }
            )
        );
    }

    [Fact]
    public async Task A_stopped_desk_says_so_on_every_page_and_offers_to_resume()
    {
        await gallery.StopSendingAsync();

        Assert.Empty(await PageReview.FaultsAsync(chromium, gallery.Page("/list")));
        var page = await chromium.OpenAsync(script: false);
        await page.GotoAsync(gallery.Page("/list?q=a").AbsoluteUri);
        var banner = page.GetByRole(AriaRole.Status).Filter(new() { HasText = "Sending is stopped" });
        Assert.Contains("by rosa@example.com", await banner.InnerTextAsync());
        Assert.Equal("/admin/gallery/list?q=a", await banner.Locator("[name=return]").GetAttributeAsync("value"));
        Assert.Equal("/admin/sending/resume", await banner.Locator("form").GetAttributeAsync("action"));
        await page.CloseAsync();
    }

    [Fact]
    public async Task On_a_phone_the_sections_lie_behind_Menu_also_without_script()
    {
        var page = await chromium.OpenAsync(360, script: false);
        await page.GotoAsync(gallery.Page("/list").AbsoluteUri);
        var sections = page.GetByRole(AriaRole.Navigation, new() { Name = "Sections" });

        Assert.Equal(0, await sections.CountAsync());
        await page.GetByText("Menu").ClickAsync();
        Assert.Equal("Subscribers", (await sections.Locator("[aria-current=page]").InnerTextAsync()).Trim());
        Assert.True(await page.GetByRole(AriaRole.Button, new() { Name = "Stop all sending" }).IsVisibleAsync());
        Assert.True(await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).IsVisibleAsync());
        await page.CloseAsync();
    }

    [Fact]
    public async Task The_head_of_a_long_list_stays_in_sight()
    {
        var page = await chromium.OpenAsync();
        await page.GotoAsync(gallery.Page("/list").AbsoluteUri);
        await page.Locator("tbody tr").Last.ScrollIntoViewIfNeededAsync();

        var head = await page.Locator("thead th").Nth(1).BoundingBoxAsync();
        Assert.InRange(head!.Y, -1, 1);
        await page.CloseAsync();
    }
}

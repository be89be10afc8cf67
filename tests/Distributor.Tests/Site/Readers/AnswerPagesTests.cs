using Distributor.Storage;
using Distributor.Testing.Browser;
using Distributor.Tests.Spine;
using Microsoft.Playwright;
using Xunit;

namespace Distributor.Tests.Site.Readers;

/// <summary>
/// The pages that answer a pressed button, looked at like all others: light and dark, on a desk and on a phone. Each look is by a
/// reader of its own, because most buttons work once.
/// </summary>
public sealed class AnswerPagesTests(ChromiumBrowser chromium) : IAsyncLifetime
{
    private ReaderPages pages = null!;
    private int readers;

    public async ValueTask InitializeAsync()
    {
        pages = await ReaderPages.OpenAsync(
            DatabaseProvider.Sqlite,
            "--Site:Name=Harbour Wire",
            "--Site:FormsPerHour=10000"
        );
        await pages.Newsroom.IngestAsync(HarbourWire.Feed(HarbourWire.Items));
    }

    public ValueTask DisposeAsync() => pages.DisposeAsync();

    [Fact]
    public Task The_form_was_sent() =>
        LookAsync(
            "One more step",
            async (page, email) =>
            {
                await page.GetByLabel("E-mail address").FillAsync(email);
                await PressAsync(page);
            }
        );

    [Fact]
    public Task The_subscription_is_confirmed() =>
        LookAsync(
            "Welcome.",
            async (page, email) =>
            {
                using var asked = await pages.SignUpAsync(email);
                await OpenAsync(page, await pages.NewestLinkAsync("/confirm/", email));
                await PressAsync(page);
            }
        );

    [Fact]
    public Task The_link_was_used() =>
        LookAsync(
            "done its work",
            async (page, email) =>
            {
                using var asked = await pages.SignUpAsync(email);
                var confirm = await pages.NewestLinkAsync("/confirm/", email);
                using var once = await pages.PostAsync(confirm);
                await OpenAsync(page, confirm);
            }
        );

    [Fact]
    public Task The_reader_has_left_and_may_undo_it() =>
        LookAsync(
            "You are unsubscribed.",
            async (page, email) =>
            {
                await pages.SubscribeAsync(email);
                await OpenAsync(page, await pages.NewestLinkAsync("/unsubscribe/", email));
                await PressAsync(page);
            }
        );

    [Fact]
    public Task The_reader_is_back() =>
        LookAsync(
            "Welcome back.",
            async (page, email) =>
            {
                await pages.SubscribeAsync(email);
                await OpenAsync(page, await pages.NewestLinkAsync("/unsubscribe/", email));
                await PressAsync(page);
                await PressAsync(page);
            }
        );

    [Fact]
    public Task The_link_to_the_data_is_on_its_way() =>
        LookAsync(
            "Look in your mailbox.",
            async (page, email) =>
            {
                await OpenAsync(page, await pages.SubscribeAsync(email));
                await page.GetByRole(AriaRole.Button, new() { Name = "Mail me the link" }).ClickAsync();
            }
        );

    [Fact]
    public Task One_end_of_a_move_has_said_yes() =>
        LookAsync(
            null,
            async (page, email) =>
            {
                using var asked = await pages.PostAsync(
                    await pages.SubscribeAsync(email) + "/move",
                    ("email", "new-" + email)
                );
                await OpenAsync(page, await pages.NewestLinkAsync("/move/", email));
                await PressAsync(page);
            }
        );

    [Fact]
    public Task The_reader_is_deleted() =>
        LookAsync(
            "You are deleted.",
            async (page, email) =>
            {
                using var asked = await pages.PostAsync(await pages.SubscribeAsync(email) + "/data");
                await OpenAsync(page, await pages.NewestLinkAsync("/my-data/", email));
                await page.GetByRole(AriaRole.Button, new() { Name = "Delete everything" }).ClickAsync();
            }
        );

    [Fact]
    public async Task A_network_that_sent_too_many_forms_is_told_so()
    {
        await using var few = await ReaderPages.OpenAsync(DatabaseProvider.Sqlite, "--Site:FormsPerHour=1");
        using var first = await few.PostAsync("/my-link", ("email", "x@example.org"));

        Assert.Empty(
            await PageReview.FaultsAsync(
                chromium,
                few.At("/my-link"),
                prepare: async page =>
                {
                    await page.GetByRole(AriaRole.Textbox).FillAsync("x@example.org");
                    await PressAsync(page);
                    Assert.False(await page.GetByRole(AriaRole.Textbox).IsVisibleAsync());
                }
            )
        );
    }

    /// <param name="heading">How the page begins; null is not looked at.</param>
    private async Task LookAsync(string? heading, Func<IPage, string, Task> act) =>
        Assert.Empty(
            await PageReview.FaultsAsync(
                chromium,
                pages.At("/subscribe"),
                prepare: async page =>
                {
                    await act(page, $"reader{++readers}@example.org");
                    if (heading is not null)
                    {
                        await Assertions
                            .Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
                            .ToContainTextAsync(heading);
                    }
                }
            )
        );

    private Task<IResponse?> OpenAsync(IPage page, string link) => page.GotoAsync(pages.At(link).AbsoluteUri);

    /// <summary>The first button of the page, and the page that answers it.</summary>
    private static async Task PressAsync(IPage page) =>
        await page.RunAndWaitForResponseAsync(
            () => page.Locator("main button").First.ClickAsync(),
            answer => answer.Request.Method == "POST"
        );
}

using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Testing.Browser;
using Distributor.Tests.Spine;
using Xunit;
using static Distributor.Tests.Site.Readers.ReaderPages;

namespace Distributor.Tests.Site.Readers;

/// <summary>
/// Every page of a reader, looked at light and dark, on a desk and on a phone: nothing that axe finds, no breach of the policy,
/// nothing that scrolls sideways. The pictures of docs/readers.md are made here (DISTRIBUTOR_WRITE_PICTURES=1).
/// </summary>
public sealed class ReaderPagesTests(ChromiumBrowser chromium) : IAsyncLifetime
{
    private ReaderPages pages = null!;
    private string settings = "";

    public async ValueTask InitializeAsync()
    {
        pages = await ReaderPages.OpenAsync(DatabaseProvider.Sqlite, "--Site:Name=Harbour Wire");
        await pages.Newsroom.IngestAsync(HarbourWire.Feed(HarbourWire.Items));
        settings = await pages.SubscribeAsync();
    }

    public ValueTask DisposeAsync() => pages.DisposeAsync();

    [Theory]
    [InlineData("/subscribe", "subscribe")]
    [InlineData("/subscribe?lang=ar", "subscribe-ar")]
    [InlineData("/subscribe?lang=ru", null)]
    [InlineData("/subscribe?lang=es", null)]
    [InlineData("/my-link", null)]
    public Task A_form(string path, string? picture) => LookAsync(path, picture);

    [Fact]
    public async Task A_form_with_errors()
    {
        var faults = await PageReview.FaultsAsync(
            chromium,
            pages.At("/subscribe"),
            prepare: async page =>
            {
                await page.GetByLabel("E-mail address").FillAsync("ada at example");
                await page.Locator("main button").ClickAsync();
                await Microsoft
                    .Playwright.Assertions.Expect(page.GetByRole(Microsoft.Playwright.AriaRole.Alert))
                    .ToBeVisibleAsync();
            }
        );
        Assert.Empty(faults);
    }

    [Fact]
    public async Task The_settings()
    {
        await LookAsync(settings, "settings");
        await LookAsync(settings + "?lang=ar", null);
        await LookAsync(settings + "?saved=1", null);
    }

    [Fact]
    public async Task The_settings_of_who_pauses_and_of_who_has_left()
    {
        using var paused = await pages.PostAsync(settings + "/pause", ("pauseUntil", "2026-12-24"));
        Assert.Equal(AddressState.Paused, (await pages.AddressAsync()).State);
        await LookAsync(settings, null);
        using var left = await pages.PostAsync(settings + "/unsubscribe");
        await LookAsync(settings, null);
    }

    [Fact]
    public async Task Questions_and_their_answers()
    {
        using var other = await pages.SignUpAsync("bob@example.org", ("language", "ar"));
        var confirm = LinkIn(await pages.NewestMailAsync("bob@example.org"), "/confirm/");
        await LookAsync(confirm, null);
        await LookAsync(confirm + "?lang=en", "confirm");
        await LookAsync(LinkIn(await pages.NewestMailAsync(), "/unsubscribe/"), "unsubscribe");
        using var data = await pages.PostAsync(settings + "/data");
        await LookAsync(LinkIn(await pages.NewestMailAsync(), "/my-data/"), "my-data");
        using var move = await pages.PostAsync(settings + "/move", ("email", "ada@new.example"));
        await LookAsync(LinkIn(await pages.NewestMailAsync(), "/move/"), null);
        await LookAsync("/confirm/nothing", null);
    }

    private async Task LookAsync(string path, string? picture) =>
        Assert.Empty(
            await PageReview.FaultsAsync(
                chromium,
                pages.At(path),
                Picture(picture),
                pictured: ["1280-light", "360-dark"]
            )
        );

    private static string? Picture(string? name) => name is null ? null : "docs/pictures/readers-" + name;
}

using Distributor.Storage;
using Distributor.Testing;
using Distributor.Testing.BotApi;
using Distributor.Testing.Browser;
using Microsoft.Playwright;
using Xunit;

namespace Distributor.Tests.Bot;

/// <summary>
/// The bot as people see it: Chromium opens the emulated chats as phones show them, and everything is pressed and typed there. The
/// pictures of docs/telegram.md are made here (DISTRIBUTOR_WRITE_PICTURES=1).
/// </summary>
[Collection(BotTests.Name)]
public sealed class BotOnAPhoneTests(ChromiumBrowser chromium)
{
    private const long Group = -1_001_234_500_003;

    private static readonly string[] Topics =
    [
        "Coast",
        "Culture",
        "Energy",
        "Finance",
        "Health",
        "Politics",
        "Science",
        "World",
    ];

    [Fact]
    public async Task A_subscriber_starts_chooses_is_alerted_and_mutes()
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);
        await bench.PushToNobodyAsync("Before anybody listens", Topics);
        bench.Chat.Title = "The Harbour Wire";
        var page = await OpenAsync(bench, BotBench.Person, ColorScheme.Light);

        await page.GetByRole(AriaRole.Button, new() { Name = "Start", Exact = true }).ClickAsync();
        await SeesAsync(page, "Welcome to The Harbour Wire");
        await PictureAsync(page, "start");

        await PressAsync(page, "Topics");
        await PressAsync(page, "Energy");
        await PressAsync(page, "Coast");
        await Assertions.Expect(Button(page, "✓ Coast")).ToBeVisibleAsync();
        await Assertions.Expect(Button(page, "✓ Energy")).ToBeVisibleAsync();
        await PictureAsync(page, "topics");

        await bench.PushAsync("Wind park opens off the cape", "Energy");
        await SeesAsync(page, "Wind park opens off the cape");
        await PictureAsync(page, "alert");
        await PressAsync(page, "Mute Energy…");
        await Assertions.Expect(Button(page, "Undo: Energy")).ToBeVisibleAsync();

        await page.GetByLabel("Message", new() { Exact = true }).FillAsync("/settings");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await SeesAsync(page, "Your settings");
        await page.CloseAsync();
        var night = await OpenAsync(bench, BotBench.Person, ColorScheme.Dark);
        await SeesAsync(night, "Your settings");
        await PictureAsync(night, "settings");
        await night.CloseAsync();
    }

    [Fact]
    public async Task In_Arabic_everything_runs_from_right_to_left()
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);
        bench.Chat.Title = "The Harbour Wire";
        await bench.SayAsync(bench.Chat, "/start", new(BotBench.Person, "Zoe") { LanguageCode = "ar" });

        var page = await OpenAsync(bench, BotBench.Person, ColorScheme.Light);

        await SeesAsync(page, "أهلًا بك");
        Assert.True(await LeftOfAsync(page, "أهلًا") > await LeftOfAsync(page, "The Harbour Wire"));
        await PictureAsync(page, "ar");
        await page.CloseAsync();
    }

    [Fact]
    public async Task A_group_is_asked_what_it_wants()
    {
        await using var bench = await BotBench.StartAsync(DatabaseProvider.Sqlite);
        var group = bench.Api.AddSupergroup(Group);
        group.Title = "Night desk";
        var admin = new EmulatedUser(81, "Ada") { LanguageCode = "en" };
        group.SetMember(admin.Id, ChatRole.Administrator);
        group.AddBot(by: admin);

        var page = await OpenAsync(bench, Group, ColorScheme.Dark);

        await SeesAsync(page, "The Harbour Wire in Night desk");
        await Assertions.Expect(Button(page, "All topics")).ToBeVisibleAsync();
        await PictureAsync(page, "group");
        await page.CloseAsync();
    }

    private async Task<IPage> OpenAsync(BotBench bench, long chat, ColorScheme scheme)
    {
        var page = await chromium.OpenAsync(360, scheme);
        await page.GotoAsync(new Uri(bench.Api.Url, $"#/chat/{chat}").AbsoluteUri);
        return page;
    }

    private static Task SeesAsync(IPage page, string words) =>
        Assertions.Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync(words);

    private static ILocator Button(IPage page, string words) =>
        page.GetByRole(AriaRole.Log).GetByRole(AriaRole.Button, new() { Name = words, Exact = true }).Last;

    private static Task PressAsync(IPage page, string words) => Button(page, words).ClickAsync();

    /// <summary>Where the words begin on the screen.</summary>
    private static Task<double> LeftOfAsync(IPage page, string words) =>
        page.GetByRole(AriaRole.Log)
            .EvaluateAsync<double>(
                """
                (log, words) => {
                  const texts = document.createTreeWalker(log, NodeFilter.SHOW_TEXT);
                  while (texts.nextNode()) {
                    const at = texts.currentNode.data.indexOf(words);
                    if (at < 0) continue;
                    const range = document.createRange();
                    range.setStart(texts.currentNode, at);
                    range.setEnd(texts.currentNode, at + words.length);
                    return range.getBoundingClientRect().left;
                  }
                  throw new Error('not there: ' + words);
                }
                """,
                words
            );

    private static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("DISTRIBUTOR_WRITE_PICTURES") == "1")
        {
            // What the bot said to the last press lies over the buttons for a while.
            await Assertions.Expect(page.Locator(".toast.is-shown")).ToHaveCountAsync(0);
            await page.ScreenshotAsync(
                new() { Path = Path.Combine(Repository.Root, $"docs/pictures/telegram-{name}.png") }
            );
        }
    }
}

using System.Globalization;
using System.Text;
using Distributor.Dashboard.Access;
using Distributor.Delivery;
using Distributor.Sources;
using Distributor.Storage;
using Distributor.Subscribers.Importing;
using Distributor.Testing.Browser;
using Distributor.Tests.Ledger;
using Distributor.Tests.Sources;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using NodaTime;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Distributor.Tests.Dashboard;

/// <summary>
/// An admin's day, against the program as it runs: the first sign-in, a source, an alert going out, a person whose address is mended
/// and who asks why, a large import with bad rows, everything stopped and resumed, and a run whose failures are tried again. Once
/// with a mouse and once with the keyboard alone. Longer than most files because a day is long.
/// </summary>
public sealed class AdminDayTests(ChromiumBrowser chromium) : IAsyncLifetime
{
    private const int Rows = 10_000;
    private const int BadRows = 12;

    private WorkingApp app = null!;
    private FeedServer feed = null!;
    private IPage page = null!;
    private Hand hand = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        feed = await FeedServer.StartAsync();
        app = await WorkingApp.StartAsync(
            DatabaseProvider.Postgres,
            builder =>
            {
                builder.Services.AddSourceWorkers();
                builder.Services.AddFirstAdmin();
            },
            "--Site:Name=Harbour Wire",
            "--Sources:AllowPrivateNetworks=true"
        );
        var bad = new List<BadRow>();
        await app.Service<SubscriberImporter>()
            .ImportAsync(
                new StringReader(
                    """
                    email,name,telegram_chat_id,topics,telegram,digest
                    rosa@raeder.example,Rosa Lindqvist,,World,off,daily
                    ,Night desk,1003,World,instant,off
                    ,Weather room,1004,World,instant,off
                    ,Harbour office,1005,World,instant,off
                    """
                ),
                "test",
                bad.Add,
                null,
                Token
            );
        Assert.Empty(bad);
        page = await chromium.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await feed.DisposeAsync();
    }

    [Theory, InlineData("mouse"), InlineData("keyboard")]
    public async Task From_the_first_sign_in_to_a_run_that_is_tried_again(string kind)
    {
        hand = Hand.Of(kind, page);
        Serve("Twelve countries agree on the strait");

        await SignInForTheFirstTimeAsync();
        await AddSourceAsync();
        await SeeTheAlertGoOutAsync("Twelve countries agree on the strait", 3);
        await MendAnAddressAsync();
        await AskWhyAsync();
        await ImportAsync();
        await StopAndResumeAsync();
        await RetryAsync();
    }

    private async Task SignInForTheFirstTimeAsync()
    {
        var file = Path.Combine(app.DataDirectory, "first-admin.txt");
        await WorkingApp.UntilAsync("the link of the first admin is there", () => Task.FromResult(File.Exists(file)));
        var link = (await File.ReadAllLinesAsync(file, Token)).Single(line =>
            line.StartsWith("http", StringComparison.Ordinal)
        );
        await GoAsync(new Uri(link).PathAndQuery);
        await hand.WriteAsync(page.GetByLabel("E-mail address"), "rosa@paper.example");
        await hand.WriteAsync(page.GetByLabel("Password"), AdminSignIn.Password);
        await hand.PressAsync(AriaRole.Button, "Go to the desk");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync();
        Assert.False(File.Exists(file));
    }

    private async Task AddSourceAsync()
    {
        await hand.PressAsync(AriaRole.Link, "Sources");
        await hand.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Add" }).First);
        await hand.WriteAsync(page.GetByLabel("Address"), feed.At("/feed.xml").AbsoluteUri);
        await hand.PressAsync(AriaRole.Button, "Look");
        await Expect(page.GetByText("Twelve countries agree on the strait")).ToBeVisibleAsync();
        await hand.PressAsync(AriaRole.Button, "Add this source");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Harbour feed", Level = 1 })).ToBeVisibleAsync();
    }

    private async Task SeeTheAlertGoOutAsync(string title, int readers)
    {
        var run = await RunOfAsync(title, run => run.FinishedAt != null);
        await hand.PressAsync(AriaRole.Link, "Overview");
        await hand.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = title }).Last);
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/admin/runs/{run}$"));
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = $"{readers} accepted" })).ToBeVisibleAsync();
    }

    private async Task MendAnAddressAsync()
    {
        await hand.PressAsync(AriaRole.Link, "Subscribers");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Subscribers", Level = 1 })).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.Load); // its keys are listened to then
        await page.Keyboard.PressAsync("/"); // the search, from anywhere
        await page.Keyboard.TypeAsync("lindq");
        await Expect(page.GetByText("1 subscriber", new() { Exact = true })).ToBeVisibleAsync();
        await hand.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Rosa Lindqvist" }));
        var drawer = page.GetByRole(AriaRole.Dialog);
        await hand.PressAsync(drawer.GetByText("Fix the address", new() { Exact = true }));
        await hand.WriteAsync(drawer.GetByLabel("Right address"), "rosa@reader.example");
        await hand.PressAsync(drawer.GetByRole(AriaRole.Button, new() { Name = "Save the address" }));
        await Expect(page.GetByRole(AriaRole.Dialog).GetByText("rosa@reader.example").First).ToBeVisibleAsync();
    }

    private async Task AskWhyAsync()
    {
        var drawer = page.GetByRole(AriaRole.Dialog);
        await hand.PressAsync(drawer.GetByRole(AriaRole.Link, new() { Name = "Why not?" }));
        await hand.PressAsync(drawer.GetByRole(AriaRole.Button, new() { Name = "Ask" }));
        await Expect(page.GetByText("did not get it")).ToBeVisibleAsync();
        await page.WaitForLoadStateAsync(LoadState.Load);
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }

    private async Task ImportAsync()
    {
        await GoAsync("/admin/subscribers/import");
        await page.GetByLabel("File")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "readers.csv",
                    MimeType = "text/csv",
                    Buffer = Encoding.UTF8.GetBytes(Csv()),
                }
            );
        await hand.PressAsync(AriaRole.Button, "Upload and look");
        await hand.PressAsync(AriaRole.Button, "Import");
        await Expect(page.GetByText("9,988")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Bad rows" })).ToBeVisibleAsync();
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(BadRows);
    }

    private async Task StopAndResumeAsync()
    {
        await hand.PressAsync(AriaRole.Button, "Stop all sending");
        await Expect(page.GetByText("Sending is stopped").First).ToBeVisibleAsync();
        Serve("Tidal turbine passes its first winter");
        await GoAsync("/admin/sources");
        await hand.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Harbour feed" }));
        await hand.PressAsync(AriaRole.Button, "Poll now");
        await FailTwoAsync(
            await RunOfAsync("Tidal turbine passes its first winter", run => run.State == RunState.Sending)
        );
        await hand.PressAsync(AriaRole.Button, "Resume sending");
        await Expect(page.GetByText("Sending goes on.")).ToBeVisibleAsync();
        await RunOfAsync("Tidal turbine passes its first winter", run => run.FinishedAt != null);
    }

    private async Task RetryAsync()
    {
        await hand.PressAsync(AriaRole.Link, "Runs");
        await hand.PressAsync(page.GetByRole(AriaRole.Link, new() { Name = "Tidal turbine passes its first winter" }));
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "2 failed" })).ToBeVisibleAsync();
        await Expect(page.GetByText("no right to write in the chat")).ToBeVisibleAsync();
        await hand.PressAsync(AriaRole.Button, "Retry failed");
        await Expect(page.GetByText("2 rows are tried again.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "3 accepted" })).ToBeVisibleAsync();
        await using var db = app.NewDb();
        Assert.Equal(
            ["admin:rosa@paper.example"],
            await db.Audit.Where(one => one.Action == "run.retry").Select(one => one.Actor).ToListAsync(Token)
        );
    }

    private async Task GoAsync(string path) => await page.GotoAsync(new Uri(app.Client.BaseAddress!, path).AbsoluteUri);

    private async Task<long> RunOfAsync(string title, Func<Run, bool> isSo)
    {
        Run? found = null;
        await WorkingApp.UntilAsync(
            $"the run of \"{title}\" is there",
            async () =>
            {
                await using var db = app.NewDb();
                found = await db.Runs.AsNoTracking().SingleOrDefaultAsync(run => run.Title.Contains(title), Token);
                return found is not null && isSo(found);
            }
        );
        return found!.Id;
    }

    /// <summary>While everything is stopped nobody else claims: two answers as Telegram gives them to a bot without rights.</summary>
    private async Task FailTwoAsync(long run)
    {
        var ledger = app.Service<ILedger>();
        var claim = await ledger.ClaimAsync([LedgerWorld.ReadyLaneOf(Lane.Telegram)], 2, 1, Token);
        Assert.All(claim.Rows, row => Assert.Equal(run, row.Key.RunId));
        await ledger.RecordAsync(
            [
                .. claim.Rows.Select(row => new RecordedOutcome(
                    row.Claimed,
                    DeliveryState.Failed,
                    "no right to write in the chat",
                    null,
                    null,
                    Failed: true,
                    Ambiguous: false,
                    Duration.Zero
                )),
            ],
            1,
            Token
        );
    }

    private void Serve(string title) =>
        feed.Serve(
            "/feed.xml",
            $"""
            <rss version="2.0"><channel><title>Harbour feed</title><link>{feed.Root}</link>
            <item><title>{title}</title><guid>{title}</guid><category>World</category>
              <pubDate>{DateTime.UtcNow:R}</pubDate><description>What happened, in a sentence or two.</description></item>
            </channel></rss>
            """
        );

    private static string Csv()
    {
        var csv = new StringBuilder("email,name,topics,digest\n");
        for (var row = 0; row < Rows; row++)
        {
            var email = row % 900 == 0 ? "not an address" : $"reader{row}@mail.example";
            csv.AppendLine(CultureInfo.InvariantCulture, $"{email},Reader {row},Sport,daily");
        }
        return csv.ToString();
    }
}

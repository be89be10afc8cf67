using System.Net;
using Distributor.Dashboard.Access;
using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Dashboard.Runs;

/// <summary>What an admin sees of runs and deliveries and may do with them, on both databases.</summary>
public abstract class RunDeskTests(DatabaseProvider provider) : IAsyncLifetime
{
    private RunRoom room = null!;
    private AdminSignIn editor = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        room = await RunRoom.OpenAsync(provider);
        editor = await AdminSignIn.AsAsync(room.App, AdminRole.Editor);
    }

    public async ValueTask DisposeAsync()
    {
        editor.Dispose();
        await room.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_overview_tells_what_went_in_and_out_and_what_needs_somebody()
    {
        await using (var db = room.App.NewDb())
        {
            await db
                .Lanes.Where(lane => lane.Id == Lane.Email)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(lane => lane.Breakdowns, 3)
                            .SetProperty(lane => lane.Reason, "connection refused"),
                    Token
                );
        }

        var page = await editor.PageAsync("/admin");

        Assert.Contains("Twelve countries agree on the strait", page, StringComparison.Ordinal);
        Assert.Contains("E-mail: nothing goes out", page, StringComparison.Ordinal);
        Assert.Contains("connection refused", page, StringComparison.Ordinal);
        Assert.Contains("data-figure=\"telegram-today\">2<", page, StringComparison.Ordinal);
        Assert.Contains("data-figure=\"failed-today\">2<", page, StringComparison.Ordinal);
        Assert.Contains("data-figure=\"mails-today\">2<", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_come_as_events_of_the_server()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/live");
        using var answer = await editor.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("event: figures", await lines.ReadLineAsync(Token));
        Assert.Contains("\"failed-today\":\"2\"", await lines.ReadLineAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_end_with_the_session_that_asked_for_them()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/admin/live");
        using var answer = await editor.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));
        Assert.Equal("event: figures", await lines.ReadLineAsync(Token));

        await using (var db = room.App.NewDb())
        {
            await db.AdminSessions.Where(session => session.AdminId == editor.Id).ExecuteDeleteAsync(Token);
        }

        while (await lines.ReadLineAsync(Token) is not null)
        {
            // Only the end of the stream ends the test.
        }
    }

    [Fact]
    public async Task A_run_says_what_became_of_its_rows_and_why()
    {
        var page = WebUtility.HtmlDecode(await editor.PageAsync($"/admin/runs/{room.Alert}"));

        Assert.Contains("no right to write in the chat", page, StringComparison.Ordinal);
        Assert.Contains("4 planned = 2 accepted + 2 failed", page, StringComparison.Ordinal);
        Assert.Contains("Retry failed", page, StringComparison.Ordinal);
        Assert.Contains("nothing new", await editor.PageAsync($"/admin/runs/{room.Digest}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retrying_what_failed_reaches_those_readers_and_nobody_else()
    {
        var before = room.Room.Calls.Count;

        using var answer = await editor.PostAsync($"/admin/runs/{room.Alert}/retry");
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Contains(
            "2 rows are tried again",
            await editor.PageAsync($"/admin/runs/{room.Alert}"),
            StringComparison.Ordinal
        );
        await room.Room.DeliverAsync();

        Assert.Equal(before + 2, room.Room.Calls.Count);
        Assert.Equal(4, (await room.RowsAsync(DeliveryState.Accepted)).Count);
        await using var db = room.App.NewDb();
        Assert.Equal(RunState.Done, (await db.Runs.SingleAsync(run => run.Id == room.Alert, Token)).State);
        Assert.Contains(await db.Audit.ToListAsync(Token), entry => entry is { Action: "run.retry", After: "2 rows" });
    }

    [Fact]
    public async Task One_delivery_shows_the_message_as_it_was_sent_and_its_tries()
    {
        var sent = (await room.RowsAsync(DeliveryState.Accepted))[0];
        var failed = (await room.RowsAsync(DeliveryState.Failed))[0];

        var page = await editor.PageAsync($"/admin/deliveries/{room.Alert}-{sent.AddressId}-0");
        Assert.Contains("phone-bubble", page, StringComparison.Ordinal);
        Assert.Contains("Twelve countries agree", page, StringComparison.Ordinal);

        page = await editor.PageAsync($"/admin/deliveries/{room.Alert}-{failed.AddressId}-0");
        Assert.Contains("no right to write in the chat", page, StringComparison.Ordinal);
        using var answer = await editor.PostAsync($"/admin/deliveries/{room.Alert}-{failed.AddressId}-0/retry");
        Assert.Equal(failed.AddressId, Assert.Single(await room.RowsAsync(DeliveryState.Planned)).AddressId);
    }

    [Fact]
    public async Task A_mail_is_shown_without_links_that_would_do_something_to_its_reader()
    {
        await using var db = room.App.NewDb();
        var row = await db.Deliveries.FirstAsync(
            one => one.RunId == room.Digest && one.State == DeliveryState.Accepted,
            Token
        );

        using var answer = await editor.Client.GetAsync(
            $"/admin/deliveries/{room.Digest}-{row.AddressId}-0/mail",
            Token
        );
        var html = await answer.Content.ReadAsStringAsync(Token);

        Assert.Contains(
            "sandbox",
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.Contains("Twelve countries agree", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/unsubscribe/", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/preferences/", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 7)]
    [InlineData("state=failed", 2)]
    [InlineData("state=suppressed", 1)]
    [InlineData("state=planned", 0)]
    [InlineData("channel=email", 3)]
    [InlineData("channel=telegram&state=accepted", 2)]
    [InlineData("duplicates=true", 0)]
    [InlineData("state=nonsense&run=x", 7)]
    public async Task Deliveries_are_filtered_by_the_address(string query, int rows)
    {
        var page = await editor.PageAsync($"/admin/deliveries?{query}");

        Assert.Equal(rows, page.Split("class=\"row-link\"").Length - 1);
    }

    [Fact]
    public async Task The_switch_stops_everything_and_says_so_on_every_page()
    {
        using (var stopped = await editor.PostAsync("/admin/sending/stop", ("return", "/admin/runs")))
        {
            Assert.Equal("/admin/runs", stopped.Headers.Location?.ToString());
        }
        Assert.Contains("Sending is stopped", await editor.PageAsync("/admin/deliveries"), StringComparison.Ordinal);
        using (var resumed = await editor.PostAsync("/admin/sending/resume", ("return", "https://evil.example/")))
        {
            Assert.Equal("/admin", resumed.Headers.Location?.ToString());
        }
        Assert.DoesNotContain(
            "Nothing is lost: what is due",
            await editor.PageAsync("/admin/runs"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_road_that_waits_can_be_tried_at_once()
    {
        await room.Room.Ledger.HoldLaneAsync(Lane.Telegram, NodaTime.Duration.FromHours(3), "told to wait", Token);
        Assert.Contains("told to wait", await editor.PageAsync("/admin/settings/channels"), StringComparison.Ordinal);

        using var answer = await editor.PostAsync($"/admin/settings/channels/{Lane.Telegram}/try");

        await using var db = room.App.NewDb();
        Assert.Null((await db.Lanes.SingleAsync(lane => lane.Id == Lane.Telegram, Token)).HeldUntil);
    }
}

public sealed class PostgresRunDeskTests() : RunDeskTests(DatabaseProvider.Postgres);

public sealed class SqliteRunDeskTests() : RunDeskTests(DatabaseProvider.Sqlite);

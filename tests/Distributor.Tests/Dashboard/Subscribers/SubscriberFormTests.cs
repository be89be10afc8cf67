using System.Net;
using Distributor.Dashboard.Access;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Tests.Subscribers.Desk;
using Xunit;

namespace Distributor.Tests.Dashboard.Subscribers;

/// <summary>The pages and forms about subscribers over plain HTTP, as a browser without script uses them.</summary>
public abstract class SubscriberFormTests(DatabaseProvider provider)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_shows_searches_and_opens()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        using var admin = await AdminSignIn.AsAsync(desk.App, AdminRole.Viewer);
        var anna = await desk.AddressAsync("anna.rossi@example.org");

        var all = await admin.PageAsync("/admin/subscribers");
        Assert.Contains("clara_m@post.example", all, StringComparison.Ordinal);
        Assert.DoesNotContain("/admin/subscribers/bulk", all, StringComparison.Ordinal);
        var found = await admin.PageAsync("/admin/subscribers?q=rossi&state=active");
        Assert.Contains("<mark>", found, StringComparison.Ordinal);
        Assert.Contains("Remove filter Active", found, StringComparison.Ordinal);
        Assert.DoesNotContain("clara_m", found, StringComparison.Ordinal);
        var open = await admin.PageAsync($"/admin/subscribers?q=rossi&open={anna.SubscriberId}");
        Assert.Contains("role=\"dialog\"", open, StringComparison.Ordinal);
        foreach (var tab in new[] { "", "sent", "why", "record" })
        {
            Assert.Contains(
                "Anna Rossi",
                await admin.PageAsync($"/admin/subscribers/{anna.SubscriberId}?tab={tab}"),
                StringComparison.Ordinal
            );
        }
        using var missing = await admin.Client.GetAsync("/admin/subscribers/99999", Token);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_viewer_changes_nothing()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        using var viewer = await AdminSignIn.AsAsync(desk.App, AdminRole.Viewer);
        var anna = await desk.AddressAsync("anna.rossi@example.org");

        using var paused = await viewer.PostAsync($"/admin/subscribers/{anna.SubscriberId}/addresses/{anna.Id}/pause");
        Assert.NotEqual(HttpStatusCode.SeeOther, paused.StatusCode);
        using var bulk = await viewer.PostAsync("/admin/subscribers/bulk", ("do", "pause"), ("all", "true"));
        Assert.NotEqual(HttpStatusCode.SeeOther, bulk.StatusCode);
        Assert.Equal(AddressState.Active, (await desk.AddressAsync("anna.rossi@example.org")).State);
    }

    [Fact]
    public async Task Topics_hours_and_state_are_changed_and_what_the_form_did_not_show_stays()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        using var admin = await AdminSignIn.AsAsync(desk.App, AdminRole.Editor);
        var anna = await desk.AddressAsync("anna.rossi@example.org");
        var (world, energy) = (await desk.TopicAsync("World"), await desk.TopicAsync("Energy"));
        var path = $"/admin/subscribers/{anna.SubscriberId}/addresses/{anna.Id}";

        using var saved = await admin.PostAsync(
            path + "/wishes",
            ($"topic-{world}", "4+2"),
            ("at", "09:15"),
            ("weekday", "5"),
            ("zone", "europe/berlin"),
            ("language", "es"),
            ("quietFrom", "22:00"),
            ("quietUntil", "07:00"),
            ("return", "/admin/subscribers?q=anna")
        );
        Assert.Equal(HttpStatusCode.SeeOther, saved.StatusCode);
        Assert.Equal("/admin/subscribers?q=anna", saved.Headers.Location!.OriginalString);
        var now = await desk.AddressAsync("anna.rossi@example.org");
        Assert.Equal(("Europe/Berlin", "es"), (now.TimeZone, now.Language));
        Assert.Equal(
            [(energy, Cadence.Daily), (world, Cadence.Breaking), (world, Cadence.Weekly)],
            now.Subscriptions.Select(one => (one.TopicId, one.Cadence))
                .OrderBy(one => one.TopicId == world)
                .ThenBy(one => one.Cadence)
        );

        using var wrong = await admin.PostAsync(
            path + "/wishes",
            ("zone", "Mars"),
            ("at", "9"),
            ("quietFrom", "22:00")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        var page = await wrong.Content.ReadAsStringAsync(Token);
        Assert.Contains("value=\"Mars\"", page, StringComparison.Ordinal);
        Assert.Contains("two different times", page, StringComparison.Ordinal);

        using var unsubscribed = await admin.PostAsync(path + "/unsubscribe", ("note", "asked by phone"));
        Assert.Equal(AddressState.Unsubscribed, (await desk.AddressAsync("anna.rossi@example.org")).State);
        using var back = await admin.PostAsync(path + "/resubscribe");
        Assert.Equal(AddressState.Active, (await desk.AddressAsync("anna.rossi@example.org")).State);
        var elena = await desk.AddressAsync("elena@example.org");
        using var refused = await admin.PostAsync(
            $"/admin/subscribers/{elena.SubscriberId}/addresses/{elena.Id}/resubscribe"
        );
        Assert.Equal(AddressState.Unsubscribed, (await desk.AddressAsync("elena@example.org")).State);
        using var foreign = await admin.PostAsync($"/admin/subscribers/{elena.SubscriberId}/addresses/{anna.Id}/pause");
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
    }

    [Fact]
    public async Task A_taken_address_links_to_who_has_it()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        using var admin = await AdminSignIn.AsAsync(desk.App, AdminRole.Editor);
        var anna = await desk.AddressAsync("anna.rossi@example.org");
        var boris = await desk.AddressAsync("boris@example.org");

        using var answer = await admin.PostAsync(
            $"/admin/subscribers/{anna.SubscriberId}/addresses/{anna.Id}/email",
            ("email", "boris@example.org")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(
            $"href=\"/admin/subscribers/{boris.SubscriberId}\"",
            await answer.Content.ReadAsStringAsync(Token),
            StringComparison.Ordinal
        );

        using var added = await admin.PostAsync(
            "/admin/subscribers/add",
            ("email", "boris@example.org"),
            ("zone", "UTC"),
            ("language", "en"),
            ("consent", "given")
        );
        Assert.Equal(HttpStatusCode.UnprocessableEntity, added.StatusCode);
        using var second = await admin.PostAsync(
            $"/admin/subscribers/{anna.SubscriberId}/addresses",
            ("address", "4711")
        );
        Assert.Equal(HttpStatusCode.SeeOther, second.StatusCode);
        Assert.Equal(anna.SubscriberId, (await desk.AddressAsync("4711")).SubscriberId);
    }

    [Fact]
    public async Task The_list_is_exported_as_it_is_filtered()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        using var admin = await AdminSignIn.AsAsync(desk.App, AdminRole.Editor);

        var all = await admin.PageAsync("/admin/subscribers/export.csv");
        Assert.Equal(6, all.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var bounced = await admin.PageAsync("/admin/subscribers/export.csv?state=bounced");
        Assert.Equal(2, bounced.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("clara_m@post.example", bounced, StringComparison.Ordinal);
        Assert.Equal(2, (await desk.AuditAsync("subscribers.export")).Count);
    }

    [Fact]
    public async Task A_file_without_the_pages_token_is_refused_unread()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider);
        using var admin = await AdminSignIn.AsAsync(desk.App, AdminRole.Editor);
        using var form = new MultipartFormDataContent
        {
            { new StringContent("email\nx@example.org\n"), "file", "x.csv" },
        };

        using var answer = await admin.PostAsync("/admin/subscribers/import", form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(Directory.Exists(Path.Combine(desk.App.DataDirectory, "imports")));
    }
}

public sealed class SqliteSubscriberFormTests() : SubscriberFormTests(DatabaseProvider.Sqlite);

public sealed class PostgresSubscriberFormTests() : SubscriberFormTests(DatabaseProvider.Postgres);

using System.Net;
using Distributor.Api;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Access.Admins;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Distributor.Tests.Dashboard.Access;

/// <summary>Admins, their roles and passwords, keys of the API, and what the audit says of all that.</summary>
public sealed class AdminsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_last_owner_stays_one()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        using var owner = await AdminSignIn.AsAsync(app, AdminRole.Owner);

        using (await owner.PostAsync($"/admin/settings/admins/{owner.Id}/role", ("role", "viewer"))) { }
        Assert.Contains("keeps that role", await owner.PageAsync("/admin/settings/admins"), StringComparison.Ordinal);
        using (await owner.PostAsync($"/admin/settings/admins/{owner.Id}/disable")) { }
        Assert.Contains(
            "cannot be disabled",
            await owner.PageAsync("/admin/settings/admins"),
            StringComparison.Ordinal
        );

        await using var db = app.NewDb();
        var admin = await db.Admins.SingleAsync(Token);
        Assert.Equal((AdminRole.Owner, null), (admin.Role, admin.DisabledAt));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task Owners_who_demote_each_other_at_the_same_moment_leave_one(DatabaseProvider provider)
    {
        await using var app = await TestApp.StartAsync(provider);
        var one = await Visitor.AdminAsync(app);
        var other = await Visitor.AdminAsync(app);

        var results = await Task.WhenAll(
            new[] { one, other }.Select(async admin =>
            {
                await using var scope = app.Service<IServiceProvider>().CreateAsyncScope();
                return await scope
                    .ServiceProvider.GetRequiredService<AdminDirectory>()
                    .ChangeRoleAsync(admin.Id, AdminRole.Viewer, "test", Token);
            })
        );

        Assert.Single(results, result => result.Succeeded);
        await using var db = app.NewDb();
        Assert.Equal(1, await db.Admins.CountAsync(admin => admin.Role == AdminRole.Owner, Token));
    }

    [Theory]
    [InlineData("short", "at least 12 characters")]
    [InlineData("aaaaaaaaaaaaa", "the same few characters")]
    [InlineData("Password1234", "tried first")]
    [InlineData("rosa.luxemburg@paper.example", "your address")]
    [InlineData("rosa.luxemburg2026", "your address")]
    public async Task A_password_everybody_would_try_is_refused(string password, string why)
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        await using var scope = app.Service<IServiceProvider>().CreateAsyncScope();

        var (result, _) = await scope
            .ServiceProvider.GetRequiredService<AdminDirectory>()
            .CreateAsync("Rosa.Luxemburg@paper.example", null, password, AdminRole.Owner, "test", Token);

        Assert.False(result.Succeeded);
        Assert.Contains(why, AdminWords.Line(result), StringComparison.Ordinal);
        await using var db = app.NewDb();
        Assert.Empty(await db.Audit.ToListAsync(Token));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task A_reset_lets_somebody_in_again(DatabaseProvider provider)
    {
        var clock = new FixedClock(NodaTime.SystemClock.Instance.GetCurrentInstant());
        await using var app = await TestApp.StartAsync(provider, clock);
        using var owner = await AdminSignIn.AsAsync(app, AdminRole.Owner);
        using var editor = await AdminSignIn.AsAsync(app, AdminRole.Editor);
        await SecondStepTests.TurnOnAsync(editor, clock);

        using var answer = await owner.PostAsync($"/admin/settings/admins/{editor.Id}/reset");
        var page = await Visitor.TextAsync(answer);
        var password = page.Split("<code>")[1].Split("</code>")[0];

        using var visitor = new Visitor(app);
        using var signedIn = await visitor.SignInAsync(editor.Email, password);
        Assert.Equal("/admin/account", signedIn.Headers.Location?.OriginalString);
        using var before = await editor.Client.GetAsync("/admin/account", Token);
        Assert.Equal(HttpStatusCode.Redirect, before.StatusCode);
        // Shown once.
        Assert.DoesNotContain(password, await owner.PageAsync("/admin/settings/admins"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_shown_once_opens_the_api_and_is_revoked()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        using var owner = await AdminSignIn.AsAsync(app, AdminRole.Owner);

        using var made = await owner.PostAsync("/admin/settings/keys", ("name", "newsroom"));
        var key = (await Visitor.TextAsync(made)).Split("<code>")[1].Split("</code>")[0];
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, key));
        Assert.DoesNotContain(key, await owner.PageAsync("/admin/settings/keys"), StringComparison.Ordinal);

        var id = (await app.Service<ApiKeys>().ListAsync(Token)).Single().Id;
        using (await owner.PostAsync($"/admin/settings/keys/{id}/revoke")) { }

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, key));
        await using var db = app.NewDb();
        Assert.Equal(
            ["apikey.create", "apikey.revoke"],
            await db
                .Audit.Where(line => line.Subject == "newsroom")
                .OrderBy(line => line.Id)
                .Select(line => line.Action)
                .ToListAsync(Token)
        );
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task The_audit_is_searched_and_leafed_through(DatabaseProvider provider)
    {
        await using var app = await TestApp.StartAsync(provider);
        using var viewer = await AdminSignIn.AsAsync(app, AdminRole.Viewer);
        await using (var db = app.NewDb())
        {
            for (var line = 1; line <= 120; line++)
            {
                db.Audit.Add(
                    new AuditEntry
                    {
                        At = NodaTime.Instant.FromUtc(2026, 11, 27, 9, 0) + NodaTime.Duration.FromSeconds(line),
                        Actor = line % 2 == 0 ? "cli:root" : "api:newsroom",
                        Action = line % 3 == 0 ? "source.add" : "article.push",
                        Subject = FormattableString.Invariant($"article:{line}"),
                        Before = "<b>was</b>",
                        After = "is",
                    }
                );
            }
            await db.SaveChangesAsync(Token);
        }

        var first = await viewer.PageAsync("/admin/settings/audit?action=source.");
        Assert.Equal(40, first.Split("<code>source.add</code>").Length - 1);
        Assert.DoesNotContain("article.push", first.Split("<tbody")[1], StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;was&lt;/b&gt; &#x2192; is", first, StringComparison.Ordinal);

        var seen = new List<string>();
        var address = "/admin/settings/audit?actor=root";
        for (var pages = 0; address is not null && pages < 5; pages++)
        {
            var page = await viewer.PageAsync(address);
            seen.AddRange(page.Split("data-swap>article:").Skip(1).Select(part => part.Split('<')[0]));
            var next = page.Split("rel=\"next\"");
            address = next.Length == 1 ? null! : WebUtility.HtmlDecode(next[0].Split("href=\"")[^1].Split('"')[0]);
        }
        Assert.Equal(
            Enumerable
                .Range(1, 60)
                .Select(n => (n * 2).ToString(System.Globalization.CultureInfo.InvariantCulture))
                .Reverse(),
            seen
        );
        Assert.Contains(
            "Nothing matches",
            await viewer.PageAsync("/admin/settings/audit?subject=nothing"),
            StringComparison.Ordinal
        );
    }

    private static async Task<HttpStatusCode> StatusAsync(TestApp app, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/runs");
        request.Headers.Authorization = new("Bearer", key);
        using var answer = await app.Client.SendAsync(request, Token);
        return answer.StatusCode;
    }
}

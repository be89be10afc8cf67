using System.Net;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Access.Sessions;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Dashboard.Access;

/// <summary>Sessions: their cookie, how long they live, how they are ended, and that nobody gets another's.</summary>
public sealed class SessionTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_and_other_sites_and_under_https_of_neighbours()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        var admin = await Visitor.AdminAsync(app);

        var plain = await CookieAsync(app, admin.Email!, "http", keep: false);
        var kept = await CookieAsync(app, admin.Email!, "http", keep: true);
        var secure = await CookieAsync(app, admin.Email!, "https", keep: false);

        Assert.StartsWith("desk.session=", plain, StringComparison.Ordinal);
        Assert.EndsWith("; path=/; samesite=lax; httponly", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("expires", plain, StringComparison.Ordinal);
        Assert.Contains("; expires=", kept, StringComparison.Ordinal);
        Assert.StartsWith("__Host-desk.session=", secure, StringComparison.Ordinal);
        Assert.EndsWith("; path=/; secure; samesite=lax; httponly", secure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task The_database_does_not_hold_what_the_cookie_holds(DatabaseProvider provider)
    {
        await using var app = await TestApp.StartAsync(provider);
        using var admin = await AdminSignIn.AsAsync(app, AdminRole.Owner);
        await using var db = app.NewDb();

        var session = await db.AdminSessions.SingleAsync(Token);

        Assert.Matches("^[0-9a-f]{64}$", session.Id);
        Assert.DoesNotContain(
            admin.BrowserCookies,
            cookie => cookie.Value.Contains(session.Id, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(false, 12)]
    [InlineData(true, 30 * 24)]
    public async Task A_session_ends_when_nobody_looks_and_lives_on_while_somebody_does(bool keep, int hours)
    {
        var clock = new FixedClock(SystemClock.Instance.GetCurrentInstant());
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite, clock);
        var admin = await Visitor.AdminAsync(app);
        using var visitor = new Visitor(app);
        using (await visitor.SignInAsync(admin.Email!, Visitor.Password, keep ? [("keep", "true")] : [])) { }
        var life = Duration.FromHours(hours);

        for (var looks = 0; looks < 3; looks++)
        {
            clock.Now += life * 0.75;
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor));
        }
        clock.Now += life + Duration.FromMinutes(1);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(visitor));
    }

    [Fact]
    public async Task When_it_was_seen_is_written_once_a_minute()
    {
        var clock = new FixedClock(Instant.FromUtc(2026, 11, 27, 9, 0));
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite, clock);
        using var admin = await AdminSignIn.AsAsync(app, AdminRole.Owner);
        var began = clock.Now;

        clock.Now = began + Duration.FromSeconds(59);
        await admin.PageAsync("/admin/account");
        Assert.Equal(began, await SeenAsync(app));

        clock.Now = began + Duration.FromSeconds(60);
        await admin.PageAsync("/admin/account");
        Assert.Equal(clock.Now, await SeenAsync(app));
    }

    [Fact]
    public async Task Each_sign_in_has_a_session_of_its_own_and_a_planted_one_does_not_become_it()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        var victim = await Visitor.AdminAsync(app);
        using var attacker = await AdminSignIn.AsAsync(app, AdminRole.Viewer);
        var planted = attacker.BrowserCookies.Single(cookie => cookie.Name == "desk.session").Value;

        // A key nobody was given is not taken over.
        using (var visitor = new Visitor(app))
        {
            visitor.Cookies.Add(visitor.Address, new Cookie("desk.session", "a-key-of-my-own", "/"));
            using var answer = await visitor.SignInAsync(victim.Email!);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            Assert.NotNull(visitor.Session);
            Assert.NotEqual("a-key-of-my-own", visitor.Session);
        }
        // A session of the attacker's stays the attacker's: the victim is not signed in over it.
        using (var visitor = new Visitor(app))
        {
            var token = Visitor.TokenIn(await visitor.PageAsync("/admin/sign-in"));
            visitor.Cookies.Add(visitor.Address, new Cookie("desk.session", planted, "/"));
            using var answer = await visitor.PostAsync(
                "/admin/sign-in",
                ("email", victim.Email!),
                ("password", Visitor.Password),
                ("__RequestVerificationToken", token)
            );
        }
        var page = await attacker.PageAsync("/admin/account");
        Assert.Contains(attacker.Email, page, StringComparison.Ordinal);
        Assert.DoesNotContain(victim.Email!, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_is_never_renewed_for_somebody_else()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        using var one = await AdminSignIn.AsAsync(app, AdminRole.Viewer);
        using var other = await AdminSignIn.AsAsync(app, AdminRole.Owner);
        var tickets = app.Service<SessionTickets>();
        await using var db = app.NewDb();
        var theirs = Microsoft.AspNetCore.Authentication.TicketSerializer.Default.Deserialize(
            (await db.AdminSessions.SingleAsync(session => session.AdminId == other.Id, Token)).Ticket
        )!;
        // The key itself is sealed in the cookie, so the row is made here as signing in does.
        var key = await tickets.StoreAsync(
            Microsoft.AspNetCore.Authentication.TicketSerializer.Default.Deserialize(
                (await db.AdminSessions.SingleAsync(session => session.AdminId == one.Id, Token)).Ticket
            )!
        );

        await tickets.RenewAsync(key, theirs, Token);

        Assert.Equal(one.Email, (await tickets.RetrieveAsync(key, Token))?.Principal.Identity?.Name);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task A_changed_password_ends_all_other_sessions(DatabaseProvider provider)
    {
        await using var app = await TestApp.StartAsync(provider);
        using var here = await AdminSignIn.AsAsync(app, AdminRole.Viewer);
        using var there = await AdminSignIn.AgainAsync(app, here.Email);

        using (
            var refused = await here.PostAsync(
                "/admin/account/password",
                ("current", "not this one"),
                ("password", "three green boats")
            )
        )
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains(
                "This is not your present password.",
                await Visitor.TextAsync(refused),
                StringComparison.Ordinal
            );
        }
        using (
            var changed = await here.PostAsync(
                "/admin/account/password",
                ("current", AdminSignIn.Password),
                ("password", "three green boats")
            )
        )
        {
            Assert.Equal(HttpStatusCode.SeeOther, changed.StatusCode);
        }

        Assert.Contains("Your password is changed", await here.PageAsync("/admin/account"), StringComparison.Ordinal);
        using var other = await there.Client.GetAsync("/admin/account", Token);
        Assert.Equal(HttpStatusCode.Redirect, other.StatusCode);
        using var visitor = new Visitor(app);
        using var answer = await visitor.SignInAsync(here.Email, "three green boats");
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Fact]
    public async Task Another_role_and_disabling_end_the_sessions_at_once()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        using var owner = await AdminSignIn.AsAsync(app, AdminRole.Owner);
        using var editor = await AdminSignIn.AsAsync(app, AdminRole.Editor);
        using var viewer = await AdminSignIn.AsAsync(app, AdminRole.Viewer);

        using (await owner.PostAsync($"/admin/settings/admins/{editor.Id}/role", ("role", "viewer"))) { }
        using (await owner.PostAsync($"/admin/settings/admins/{viewer.Id}/disable")) { }

        foreach (var client in (HttpClient[])[editor.Client, viewer.Client])
        {
            using var answer = await client.GetAsync("/admin/account", Token);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        }
        await using var db = app.NewDb();
        Assert.Equal(
            [
                ("admin.role", "editor", $"{editor.Email}, viewer"),
                ("admin.disable", "active", $"{viewer.Email}, disabled"),
            ],
            (
                await db
                    .Audit.Where(line => line.Actor == "admin:" + owner.Email)
                    .OrderBy(line => line.Id)
                    .ToListAsync(Token)
            ).Select(line => (line.Action, line.Before!, line.After!))
        );
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended_one_by_one_or_all_others()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        using var here = await AdminSignIn.AsAsync(app, AdminRole.Viewer);
        using var second = await AdminSignIn.AgainAsync(app, here.Email);
        using var third = await AdminSignIn.AgainAsync(app, here.Email);
        using var foreign = await AdminSignIn.AsAsync(app, AdminRole.Owner);
        await using var db = app.NewDb();
        var ids = await db
            .AdminSessions.Where(s => s.AdminId == here.Id)
            .OrderBy(s => s.CreatedAt)
            .Select(s => s.Id)
            .ToListAsync(Token);

        var page = await here.PageAsync("/admin/account");
        Assert.Contains("Chrome on Linux", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("/end\"").Length - 1);

        // Nobody ends the session of another by its number.
        using (await foreign.PostAsync($"/admin/account/sessions/{ids[1]}/end")) { }
        Assert.Equal(3, await db.AdminSessions.CountAsync(s => s.AdminId == here.Id, Token));

        using (await here.PostAsync($"/admin/account/sessions/{ids[1]}/end")) { }
        Assert.Equal(2, await db.AdminSessions.CountAsync(s => s.AdminId == here.Id, Token));

        using (await here.PostAsync("/admin/account/sessions/end-others")) { }
        Assert.Equal(1, await db.AdminSessions.CountAsync(s => s.AdminId == here.Id, Token));
        await here.PageAsync("/admin/account");
    }

    private static async Task<string> CookieAsync(TestApp app, string email, string scheme, bool keep)
    {
        // A proxy on this machine says how the browser came.
        using var visitor = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = app.Client.BaseAddress,
        };
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Proto", scheme);
        using var door = await visitor.GetAsync("/admin/sign-in", Token);
        var form = door.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/sign-in")
        {
            Content = new FormUrlEncodedContent([
                KeyValuePair.Create("email", email),
                KeyValuePair.Create("password", Visitor.Password),
                KeyValuePair.Create("__RequestVerificationToken", Visitor.TokenIn(await Visitor.TextAsync(door))),
                .. keep ? [KeyValuePair.Create("keep", "true")] : Array.Empty<KeyValuePair<string, string>>(),
            ]),
        };
        request.Headers.Add("Cookie", form);
        using var answer = await visitor.SendAsync(request, Token);
        return answer
            .Headers.GetValues("Set-Cookie")
            .Single(cookie => cookie.Contains("desk.session=", StringComparison.Ordinal));
    }

    private static async Task<HttpStatusCode> StatusAsync(Visitor visitor)
    {
        using var answer = await visitor.GetAsync("/admin/account");
        return answer.StatusCode;
    }

    private static async Task<Instant> SeenAsync(TestApp app)
    {
        await using var db = app.NewDb();
        return await db.AdminSessions.Select(session => session.SeenAt).SingleAsync(Token);
    }
}

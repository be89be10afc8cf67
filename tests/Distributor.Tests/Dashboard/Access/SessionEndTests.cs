using System.Net;
using Distributor.Dashboard.Access;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Dashboard.Access;

/// <summary>What ends sessions: their admin, from here or elsewhere; another password, another role, being disabled.</summary>
public sealed class SessionEndTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
}

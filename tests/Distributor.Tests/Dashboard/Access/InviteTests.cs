using System.Net;
using System.Text.RegularExpressions;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Access.Invites;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Dashboard.Access;

/// <summary>Links that make an admin: the first one's, and those of invitations.</summary>
public sealed partial class InviteTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task The_first_admin_comes_in_by_the_link_in_the_data_directory_and_nobody_after_them(
        DatabaseProvider provider
    )
    {
        await using var app = await TestApp.StartAsync(provider);
        var file = Path.Combine(app.DataDirectory, "first-admin.txt");
        await StartAsync(app);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }
        var earlier = LinkIn(await File.ReadAllTextAsync(file, Token));
        await StartAsync(app);
        var link = LinkIn(await File.ReadAllTextAsync(file, Token));
        Assert.NotEqual(earlier, link);

        using var visitor = new Visitor(app);
        Assert.Contains("first-admin.txt", await visitor.PageAsync("/admin/sign-in"), StringComparison.Ordinal);
        using (
            var weak = await visitor.PostFromAsync(link, link, ("email", "rosa@paper.example"), ("password", "short"))
        )
        {
            Assert.Equal(HttpStatusCode.BadRequest, weak.StatusCode);
            var page = await Visitor.TextAsync(weak);
            Assert.Contains("It needs at least 12 characters", page, StringComparison.Ordinal);
            Assert.Contains("value=\"rosa@paper.example\"", page, StringComparison.Ordinal);
        }
        using (
            var taken = await visitor.PostFromAsync(
                link,
                link,
                ("email", "rosa@paper.example"),
                ("name", "Rosa"),
                ("password", Visitor.Password)
            )
        )
        {
            Assert.Equal("/admin", taken.Headers.Location?.OriginalString);
        }
        Assert.Contains("Owner", await visitor.PageAsync("/admin/account"), StringComparison.Ordinal);
        Assert.False(File.Exists(file));

        using var late = new Visitor(app);
        foreach (var used in (string[])[link, earlier])
        {
            using var gone = await late.GetAsync(used);
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        }
        await StartAsync(app);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task The_first_link_is_good_for_a_day()
    {
        var clock = new FixedClock(SystemClock.Instance.GetCurrentInstant());
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite, clock);
        await StartAsync(app);
        var link = LinkIn(await File.ReadAllTextAsync(Path.Combine(app.DataDirectory, "first-admin.txt"), Token));
        using var visitor = new Visitor(app);
        await visitor.PageAsync(link);

        clock.Now += Duration.FromHours(24);

        using var answer = await visitor.GetAsync(link);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task An_owner_invites_somebody_who_comes_in_with_the_role_meant_for_them(DatabaseProvider provider)
    {
        await using var app = await TestApp.StartAsync(provider);
        using var owner = await AdminSignIn.AsAsync(app, AdminRole.Owner);
        var replaced = await InviteAsync(owner, "li@paper.example", "viewer");
        var link = await InviteAsync(owner, "li@paper.example", "editor");

        using var visitor = new Visitor(app);
        using (var gone = await visitor.GetAsync(replaced))
        {
            Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        }
        // The address is the invitation's, whatever the form says.
        using (
            var answer = await visitor.PostFromAsync(
                link,
                link,
                ("email", "mallory@paper.example"),
                ("password", Visitor.Password)
            )
        )
        {
            Assert.Equal("/admin", answer.Headers.Location?.OriginalString);
        }
        await using var db = app.NewDb();
        var li = await db.Admins.SingleAsync(admin => admin.Id != owner.Id, Token);
        Assert.Equal(("li@paper.example", AdminRole.Editor), (li.Email, li.Role));
        Assert.DoesNotContain("Withdraw", await owner.PageAsync("/admin/settings/admins"), StringComparison.Ordinal);

        // The token is kept as a hash.
        Assert.DoesNotContain(
            await db.AdminInvites.Select(invite => invite.TokenHash).ToListAsync(Token),
            hash => link.Contains(hash, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Two_who_open_the_same_link_at_the_same_moment_are_one_admin()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Postgres);
        using var owner = await AdminSignIn.AsAsync(app, AdminRole.Owner);
        var link = await InviteAsync(owner, "li@paper.example", "editor");
        using var one = new Visitor(app);
        using var other = new Visitor(app);

        var answers = await Task.WhenAll(
            new[] { one, other }.Select(visitor => visitor.PostFromAsync(link, link, ("password", Visitor.Password)))
        );

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.SeeOther);
        await using var db = app.NewDb();
        Assert.Equal(2, await db.Admins.CountAsync(Token));
    }

    [Fact]
    public async Task A_withdrawn_invitation_opens_nothing()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        using var owner = await AdminSignIn.AsAsync(app, AdminRole.Owner);
        var link = await InviteAsync(owner, "li@paper.example", "editor");
        await using var db = app.NewDb();
        var id = await db.AdminInvites.Select(invite => invite.Id).SingleAsync(Token);

        using (await owner.PostAsync($"/admin/settings/admins/invites/{id}/withdraw")) { }

        using var visitor = new Visitor(app);
        using var answer = await visitor.GetAsync(link);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(
            ["admin.invite", "admin.withdrawInvite"],
            await db
                .Audit.Where(line => line.Subject == "li@paper.example")
                .OrderBy(line => line.Id)
                .Select(line => line.Action)
                .ToListAsync(Token)
        );
    }

    private static async Task<string> InviteAsync(AdminSignIn owner, string email, string role)
    {
        using var answer = await owner.PostAsync("/admin/settings/admins/invite", ("email", email), ("role", role));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return LinkIn(await Visitor.TextAsync(answer));
    }

    /// <summary>What <c>serve</c> does at its start.</summary>
    private static async Task StartAsync(TestApp app)
    {
        using var start = ActivatorUtilities.CreateInstance<FirstAdminLink>(app.Service<IServiceProvider>());
        await start.StartAsync(Token);
        await start.ExecuteTask!;
    }

    private static string LinkIn(string text) => Link().Match(text).Value;

    [GeneratedRegex("/admin/invite/[A-Za-z0-9_-]{43}")]
    private static partial Regex Link();
}

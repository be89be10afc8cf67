using System.Net;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Access.SigningIn;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Dashboard.Access;

/// <summary>Signing in with a password: who is let in, who is not, and what is said about it.</summary>
public sealed class SignInTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task The_right_password_leads_to_the_page_one_came_for(DatabaseProvider provider)
    {
        await using var app = await TestApp.StartAsync(provider);
        var admin = await Visitor.AdminAsync(app);
        using var visitor = new Visitor(app);

        using var answer = await visitor.SignInAsync(admin.Email!.ToUpperInvariant());

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/admin/account", answer.Headers.Location?.OriginalString);
        Assert.Contains(admin.Email, await visitor.PageAsync("/admin/account"), StringComparison.Ordinal);
        await using var db = app.NewDb();
        var line = await db.Audit.SingleAsync(one => one.Action == "admin.signIn", Token);
        Assert.Equal(("admin:" + admin.Email, $"admin:{admin.Id}"), (line.Actor, line.Subject));
        Assert.StartsWith("password, from 127.0.0.1", line.After, StringComparison.Ordinal);
        Assert.NotNull((await db.Admins.SingleAsync(Token)).LastSignInAt);
    }

    [Fact]
    public async Task An_unknown_address_and_a_wrong_password_and_a_disabled_admin_get_the_same_answer()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        var admin = await Visitor.AdminAsync(app);
        var disabled = await Visitor.AdminAsync(app, AdminRole.Viewer);
        await using (var db = app.NewDb())
        {
            await db
                .Admins.Where(one => one.Id == disabled.Id)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(one => one.DisabledAt, SystemClock.Instance.GetCurrentInstant()),
                    Token
                );
        }

        var wrong = await RefusalAsync(app, admin.Email!, "not the password");
        var unknown = await RefusalAsync(app, "nobody@paper.example", "not the password");
        var off = await RefusalAsync(app, disabled.Email!, Visitor.Password);

        Assert.Equal(wrong, unknown);
        Assert.Equal(wrong, off);
        await using var audit = app.NewDb();
        var lines = await audit
            .Audit.Where(one => one.Action == "admin.signInFailed")
            .OrderBy(one => one.Id)
            .ToListAsync(Token);
        Assert.Equal(
            ["wrong password", "unknown address", "disabled"],
            lines.Select(line => line.After!.Split(',')[0])
        );
        Assert.Null(lines[1].Subject);
    }

    [Fact]
    public async Task A_return_address_elsewhere_leads_to_the_overview()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        var admin = await Visitor.AdminAsync(app);

        foreach (
            var away in (string[])["https://evil.example/admin", "//evil.example", "/\\evil.example", "/administer"]
        )
        {
            using var visitor = new Visitor(app);
            using var answer = await visitor.PostFromAsync(
                "/admin/sign-in?return=" + Uri.EscapeDataString(away),
                "/admin/sign-in",
                ("email", admin.Email!),
                ("password", Visitor.Password),
                ("return", away)
            );
            Assert.Equal("/admin", answer.Headers.Location?.OriginalString);
        }
    }

    [Fact]
    public async Task Whoever_is_signed_in_is_led_past_the_door_and_out_by_a_form_only()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        using var admin = await AdminSignIn.AsAsync(app, AdminRole.Viewer);

        using (var door = await admin.Client.GetAsync("/admin/sign-in?return=%2Fadmin%2Faccount", Token))
        {
            Assert.Equal("/admin/account", door.Headers.Location?.OriginalString);
        }
        using (var link = await admin.Client.GetAsync("/admin/sign-out", Token))
        {
            Assert.NotEqual(HttpStatusCode.Redirect, link.StatusCode);
        }
        using (var out_ = await admin.PostAsync("/admin/sign-out"))
        {
            Assert.Equal("/admin/sign-in", out_.Headers.Location?.OriginalString);
        }
        using var after = await admin.Client.GetAsync("/admin", Token);
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
        await using var db = app.NewDb();
        Assert.Empty(await db.AdminSessions.ToListAsync(Token));
    }

    [Fact]
    public async Task A_script_that_is_not_signed_in_gets_the_bare_status()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        foreach (
            var (name, value) in ((string, string)[])[("Accept", "text/event-stream"), ("X-Requested-With", "fetch")]
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/admin");
            request.Headers.Add(name, value);
            using var answer = await app.Client.SendAsync(request, Token);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("", await Visitor.TextAsync(answer));
        }
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task Five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(DatabaseProvider provider)
    {
        var clock = new FixedClock(SystemClock.Instance.GetCurrentInstant());
        await using var app = await TestApp.StartAsync(provider, clock);
        var admin = await Visitor.AdminAsync(app);
        var refusal = "";
        for (var guess = 0; guess < SignInTries.Most; guess++)
        {
            refusal = await RefusalAsync(app, admin.Email!, $"guess number {guess}");
        }

        // The right one is refused with the same words.
        Assert.Equal(refusal, await RefusalAsync(app, admin.Email!, Visitor.Password));

        clock.Now += SignInTries.Lock + Duration.FromSeconds(1);
        using var visitor = new Visitor(app);
        using var answer = await visitor.SignInAsync(admin.Email!);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task Guesses_sent_at_the_same_moment_are_counted_one_by_one(DatabaseProvider provider)
    {
        await using var app = await TestApp.StartAsync(provider);
        var admin = await Visitor.AdminAsync(app);
        var tries = app.Service<SignInTries>();

        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tries.TakeAsync(admin.Id, Token)));

        Assert.Equal(SignInTries.Most, taken.Count(one => one));
    }

    [Fact]
    public async Task A_network_that_guesses_at_many_accounts_has_to_wait()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        using var visitor = new Visitor(app);
        var token = Visitor.TokenIn(await visitor.PageAsync("/admin/sign-in"));
        var statuses = new List<HttpStatusCode>();
        for (var guess = 0; guess <= SignInLimits.PerNetwork; guess++)
        {
            using var answer = await visitor.PostAsync(
                "/admin/sign-in",
                ("email", $"somebody-{guess}@paper.example"),
                ("password", "seven quiet stars"),
                ("__RequestVerificationToken", token)
            );
            statuses.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.Equal(SignInLimits.Window, answer.Headers.RetryAfter?.Delta);
                Assert.Contains("Wait a quarter of an hour", await Visitor.TextAsync(answer), StringComparison.Ordinal);
            }
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.All(statuses[..^1], status => Assert.Equal(HttpStatusCode.Unauthorized, status));
    }

    [Fact]
    public async Task One_account_is_not_guessed_at_for_long_from_many_networks()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        using var visitor = new Visitor(app);
        var token = Visitor.TokenIn(await visitor.PageAsync("/admin/sign-in"));
        var last = HttpStatusCode.OK;
        for (var guess = 0; guess <= SignInLimits.PerAccount; guess++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/sign-in")
            {
                Content = new FormUrlEncodedContent([
                    KeyValuePair.Create("email", "nobody@paper.example"),
                    KeyValuePair.Create("password", "seven quiet stars"),
                    KeyValuePair.Create("__RequestVerificationToken", token),
                ]),
            };
            request.Headers.Add("X-Forwarded-For", $"203.0.113.{guess + 1}");
            using var answer = await visitor.SendAsync(request);
            last = answer.StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    /// <summary>The page of a refused sign-in, without what differs for everybody: the token and the address typed.</summary>
    private static async Task<string> RefusalAsync(TestApp app, string email, string password)
    {
        using var visitor = new Visitor(app);
        using var answer = await visitor.SignInAsync(email, password);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var page = await Visitor.TextAsync(answer);
        var token = Visitor.TokenIn(page);
        Assert.Null(visitor.Session);
        return page.Replace(token, "", StringComparison.Ordinal)
            .Replace(email, "", StringComparison.Ordinal)
            .Replace(System.Net.WebUtility.HtmlEncode(email), "", StringComparison.Ordinal);
    }
}

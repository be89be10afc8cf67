using System.Net;
using System.Text.RegularExpressions;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Access.SecondStep;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Dashboard.Access;

/// <summary>The second step: set up with an app, asked for, each code once; recovery codes for the day the phone is lost.</summary>
public sealed partial class SecondStepTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>RFC 6238, appendix B, SHA-1; the last six of the eight digits there.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code)
    {
        var now = Instant.FromUnixTimeSeconds(seconds);
        var key = "12345678901234567890"u8.ToArray();

        Assert.Equal(code, Totp.Code(key, Totp.StepAt(now)));
        Assert.NotNull(Totp.Find(key, code, now + Duration.FromSeconds(30)));
        Assert.Null(Totp.Find(key, code, now + Duration.FromSeconds(90)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("foobar", "MZXW6YTBOI")]
    [InlineData("12345678901234567890", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    public void Keys_are_written_as_apps_read_them(string text, string base32)
    {
        Assert.Equal(base32, Base32.Encode(System.Text.Encoding.ASCII.GetBytes(text)));
        Assert.Equal(text, System.Text.Encoding.ASCII.GetString(Base32.Decode(base32)));
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task Once_it_is_on_signing_in_asks_for_a_code_and_takes_each_once(DatabaseProvider provider)
    {
        var clock = new FixedClock(SystemClock.Instance.GetCurrentInstant());
        await using var app = await TestApp.StartAsync(provider, clock);
        using var admin = await AdminSignIn.AsAsync(app, AdminRole.Editor);
        using var elsewhere = await AdminSignIn.AgainAsync(app, admin.Email);
        var (key, recovery) = await TurnOnAsync(admin, clock);
        Assert.Equal(SecondSteps.RecoveryCodes, recovery.Count);
        await admin.PageAsync("/admin/account"); // this session goes on
        using (var other = await elsewhere.Client.GetAsync("/admin/account", Token))
        {
            Assert.Equal(HttpStatusCode.Redirect, other.StatusCode);
        }

        // The code that turned it on is used up.
        using var first = new Visitor(app);
        using (var half = await first.SignInAsync(admin.Email))
        {
            Assert.Equal("/admin/sign-in/code?return=%2Fadmin%2Faccount", half.Headers.Location?.OriginalString);
        }
        Assert.Null(first.Session);
        Assert.Equal(HttpStatusCode.Unauthorized, await CodeAsync(first, CodeOf(key, clock)));

        clock.Now += Duration.FromSeconds(30);
        Assert.Equal(HttpStatusCode.SeeOther, await CodeAsync(first, CodeOf(key, clock)));
        Assert.NotNull(first.Session);

        // Nor does it work twice for another browser.
        using var second = new Visitor(app);
        using (await second.SignInAsync(admin.Email)) { }
        Assert.Equal(HttpStatusCode.Unauthorized, await CodeAsync(second, CodeOf(key, clock)));
        Assert.Equal(HttpStatusCode.SeeOther, await CodeAsync(second, recovery[0].ToLowerInvariant()));

        using var third = new Visitor(app);
        using (await third.SignInAsync(admin.Email)) { }
        Assert.Equal(HttpStatusCode.Unauthorized, await CodeAsync(third, recovery[0]));

        await using var db = app.NewDb();
        Assert.Equal(
            ["password and code", "password and recovery code"],
            (
                await db.Audit.Where(line => line.Action == "admin.signIn").OrderBy(line => line.Id).ToListAsync(Token)
            ).Select(line => line.After!.Split(',')[0])
        );
        // Recovery codes are kept as hashes.
        var kept = await db.Set<Microsoft.AspNetCore.Identity.IdentityUserToken<long>>()
            .Select(token => token.Value)
            .ToListAsync(Token);
        Assert.DoesNotContain(kept, value => value!.Contains(recovery[1], StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_second_half_without_the_first_or_too_late_leads_back_to_the_door()
    {
        var clock = new FixedClock(SystemClock.Instance.GetCurrentInstant());
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite, clock);
        using var admin = await AdminSignIn.AsAsync(app, AdminRole.Editor);
        var (key, _) = await TurnOnAsync(admin, clock);

        using var stranger = new Visitor(app);
        using (var page = await stranger.GetAsync("/admin/sign-in/code"))
        {
            Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
        }
        using var late = new Visitor(app);
        using (await late.SignInAsync(admin.Email)) { }
        var form = Visitor.TokenIn(await late.PageAsync("/admin/sign-in/code"));
        clock.Now += Duration.FromMinutes(6);
        using var answer = await late.PostAsync(
            "/admin/sign-in/code",
            ("code", CodeOf(key, clock)),
            ("__RequestVerificationToken", form)
        );
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("Start again with the password", await Visitor.TextAsync(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_codes_locks_the_account_too()
    {
        var clock = new FixedClock(SystemClock.Instance.GetCurrentInstant());
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite, clock);
        using var admin = await AdminSignIn.AsAsync(app, AdminRole.Editor);
        var (key, _) = await TurnOnAsync(admin, clock);
        clock.Now += Duration.FromSeconds(30);
        using var visitor = new Visitor(app);
        using (await visitor.SignInAsync(admin.Email)) { }

        for (var guess = 0; guess < 5; guess++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await CodeAsync(visitor, $"00000{guess}"));
        }
        Assert.Equal(HttpStatusCode.Unauthorized, await CodeAsync(visitor, CodeOf(key, clock)));
        Assert.Null(visitor.Session);
    }

    [Fact]
    public async Task It_is_turned_off_and_recovery_codes_are_renewed_with_the_password_or_a_code_only()
    {
        var clock = new FixedClock(SystemClock.Instance.GetCurrentInstant());
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite, clock);
        using var admin = await AdminSignIn.AsAsync(app, AdminRole.Editor);
        var (_, recovery) = await TurnOnAsync(admin, clock);

        using (var refused = await admin.PostAsync("/admin/account/second-step/off", ("proof", "not the password")))
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
        using (
            var renewed = await admin.PostAsync("/admin/account/second-step/recovery", ("proof", AdminSignIn.Password))
        )
        {
            Assert.DoesNotContain(recovery[0], await Visitor.TextAsync(renewed), StringComparison.Ordinal);
        }
        using (var off = await admin.PostAsync("/admin/account/second-step/off", ("proof", AdminSignIn.Password)))
        {
            Assert.Equal(HttpStatusCode.SeeOther, off.StatusCode);
        }
        using var visitor = new Visitor(app);
        using var answer = await visitor.SignInAsync(admin.Email);
        Assert.Equal("/admin/account", answer.Headers.Location?.OriginalString);
    }

    /// <summary>Goes through the pages as an admin with a phone does.</summary>
    internal static async Task<(byte[] Key, IReadOnlyList<string> Recovery)> TurnOnAsync(
        AdminSignIn admin,
        FixedClock clock
    )
    {
        using (await admin.PostAsync("/admin/account/second-step")) { }
        var page = await admin.PageAsync("/admin/account/second-step");
        var picture = await admin.PageAsync("/admin/account/second-step/picture.svg");
        Assert.StartsWith("<svg", picture, StringComparison.Ordinal);
        var key = Base32.Decode(KeyOnPage().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal));
        using (var wrong = await admin.PostAsync("/admin/account/second-step/confirm", ("code", "12345")))
        {
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        }
        using var done = await admin.PostAsync("/admin/account/second-step/confirm", ("code", CodeOf(key, clock)));
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        var codes = RecoveryCode().Matches(CodesOnPage().Match(await Visitor.TextAsync(done)).Groups[1].Value);
        return (key, [.. codes.Select(code => code.Value)]);
    }

    internal static string CodeOf(byte[] key, FixedClock clock) => Totp.Code(key, Totp.StepAt(clock.Now));

    private static async Task<HttpStatusCode> CodeAsync(Visitor visitor, string code)
    {
        using var answer = await visitor.PostFromAsync(
            "/admin/sign-in/code",
            "/admin/sign-in/code",
            ("code", code),
            ("return", "/admin/account")
        );
        return answer.StatusCode;
    }

    [GeneratedRegex("<code>([A-Z2-7 ]{39})</code>")]
    private static partial Regex KeyOnPage();

    [GeneratedRegex("<code>([^<]+)</code>")]
    private static partial Regex CodesOnPage();

    [GeneratedRegex("[A-Z0-9]{5}-[A-Z0-9]{5}")]
    private static partial Regex RecoveryCode();
}

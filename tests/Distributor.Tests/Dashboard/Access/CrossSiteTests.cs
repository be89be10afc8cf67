using System.Net;
using Distributor.Dashboard.Access;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Dashboard.Access;

/// <summary>A form of another site, sent by the browser of somebody who is signed in, changes nothing.</summary>
public sealed class CrossSiteTests
{
    [Fact]
    public async Task A_form_without_token_or_with_somebody_elses_is_refused()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        using var admin = await AdminSignIn.AsAsync(app, AdminRole.Owner);
        using var other = await AdminSignIn.AsAsync(app, AdminRole.Owner);
        var theirs = Visitor.TokenIn(await other.PageAsync("/admin/account"));

        foreach (
            var form in (KeyValuePair<string, string>[][])
                [
                    [KeyValuePair.Create("name", "Mallory")],
                    [KeyValuePair.Create("name", "Mallory"), KeyValuePair.Create("__RequestVerificationToken", theirs)],
                    [KeyValuePair.Create("name", "Mallory"), KeyValuePair.Create("__RequestVerificationToken", "x")],
                ]
        )
        {
            using var answer = await admin.Client.PostAsync(
                "/admin/account/name",
                new FormUrlEncodedContent(form),
                TestContext.Current.CancellationToken
            );
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("This form is too old", await Visitor.TextAsync(answer), StringComparison.Ordinal);
        }
        await using var db = app.NewDb();
        Assert.DoesNotContain(
            "Mallory",
            await db.Admins.Select(one => one.Name).ToListAsync(TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Nobody_is_signed_in_by_a_form_of_another_site()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        var admin = await Visitor.AdminAsync(app);
        using var visitor = new Visitor(app);

        using var answer = await visitor.PostAsync(
            "/admin/sign-in",
            ("email", admin.Email!),
            ("password", Visitor.Password)
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(visitor.Session);
    }
}

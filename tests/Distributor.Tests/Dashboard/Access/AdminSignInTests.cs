using System.Net;
using Distributor.Dashboard.Access;
using Distributor.Storage;
using Xunit;

namespace Distributor.Tests.Dashboard.Access;

/// <summary>Whoever is signed in by the helper of these tests is so for the application.</summary>
public sealed class AdminSignInTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    public async Task Somebody_signed_in_sees_the_desk_and_nobody_else_does(DatabaseProvider provider)
    {
        await using var app = await TestApp.StartAsync(provider);
        using var admin = await AdminSignIn.AsAsync(app, AdminRole.Viewer);

        Assert.Contains("Overview", await admin.PageAsync("/admin"), StringComparison.Ordinal);

        using var anonymous = await app.Client.GetAsync("/admin?a=1", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, anonymous.StatusCode);
        Assert.Equal("/admin/sign-in?return=%2Fadmin%3Fa%3D1", anonymous.Headers.Location?.OriginalString);
    }
}

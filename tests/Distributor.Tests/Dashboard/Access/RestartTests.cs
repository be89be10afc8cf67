using System.Net;
using Distributor.Dashboard.Access;
using Distributor.Storage.Startup;
using Distributor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Distributor.Tests.Dashboard.Access;

/// <summary>The desk outlives restarts of the program, and a database that is away.</summary>
public sealed class RestartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_was_signed_in_still_is_after_a_restart_and_may_send_the_form_they_had_open()
    {
        using var directory = new TemporaryDirectory();
        var before = await StartAsync(directory, connection: "");
        await before.Services.GetRequiredService<DatabaseStartup>().WaitUntilReadyAsync(Token);
        using var admin = await AdminSignIn.AsAsync(before.Services, AddressOf(before), AdminRole.Viewer);
        var form = Visitor.TokenIn(await admin.PageAsync("/admin/account"));
        await StopAsync(before);

        var after = await StartAsync(directory, connection: "");
        await after.Services.GetRequiredService<DatabaseStartup>().WaitUntilReadyAsync(Token);
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = AddressOf(after),
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/admin/account/name")
        {
            Content = new FormUrlEncodedContent([
                KeyValuePair.Create("name", "Rosa"),
                KeyValuePair.Create("__RequestVerificationToken", form),
            ]),
        };
        request.Headers.Add(
            "Cookie",
            string.Join("; ", admin.BrowserCookies.Select(cookie => $"{cookie.Name}={cookie.Value}"))
        );
        using var answer = await client.SendAsync(request, Token);

        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/admin/account", answer.Headers.Location?.OriginalString);
        await StopAsync(after);
    }

    [Fact]
    public async Task While_the_database_is_away_the_desk_says_so()
    {
        using var directory = new TemporaryDirectory();
        var app = await StartAsync(directory, $"Host={directory.Path};Username=postgres;Timeout=2");
        using var client = new HttpClient { BaseAddress = AddressOf(app) };

        using var live = await client.GetAsync("/health/live", Token);
        using var door = await client.GetAsync("/admin/sign-in", Token);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, door.StatusCode);
        Assert.Contains("The database does not answer", await Visitor.TextAsync(door), StringComparison.Ordinal);
        Assert.Contains(
            "script-src 'self'",
            door.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        await StopAsync(app);
    }

    private static async Task<WebApplication> StartAsync(TemporaryDirectory directory, string connection)
    {
        var builder = App.CreateBuilder([
            "--urls=http://127.0.0.1:0",
            "--Logging:LogLevel:Default=None",
            $"--Storage:DataDirectory={directory.Path}",
            $"--ConnectionStrings:Distributor={connection}",
        ]);
        builder.AddDistributor();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DatabaseStartup>());
        builder.Services.AddFirstAdmin();
        var app = builder.Build();
        app.MapDistributor();
        await app.StartAsync(Token);
        return app;
    }

    private static async Task StopAsync(WebApplication app)
    {
        await app.StopAsync(Token);
        await app.DisposeAsync();
    }

    private static Uri AddressOf(WebApplication app) => new(app.Urls.First());
}

using System.Net;
using Distributor.Dashboard.Access;
using Distributor.Site.Home;
using Distributor.Storage.Startup;
using Distributor.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Distributor.Benchmarks.Pages;

/// <summary>The real application on a loopback port, without its workers, and a browser's client that is signed in.</summary>
public sealed class MeasuredApp : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TemporaryDirectory directory;

    private MeasuredApp(WebApplication app, TemporaryDirectory directory)
    {
        this.app = app;
        this.directory = directory;
    }

    public Uri Address => new(app.Urls.First());

    public static async Task<MeasuredApp> StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var directory = new TemporaryDirectory();
        var builder = App.CreateBuilder(
            "--urls=http://127.0.0.1:0",
            "--Logging:LogLevel:Default=Error",
            $"--Storage:DataDirectory={directory.Path}",
            $"--ConnectionStrings:Distributor={connectionString}"
        );
        builder.AddDistributor();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DatabaseStartup>());
        var app = builder.Build();
        app.MapDistributor();
        app.MapHome();
        await app.StartAsync(cancellationToken);
        await app.Services.GetRequiredService<DatabaseStartup>().WaitUntilReadyAsync(cancellationToken);
        return new MeasuredApp(app, directory);
    }

    /// <summary>As after signing in, without the pages that do it.</summary>
    public async Task<HttpClient> SignInAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var admins = scope.ServiceProvider.GetRequiredService<UserManager<Admin>>();
        var email = $"bench-{Guid.NewGuid():N}@paper.example";
        var admin = new Admin
        {
            UserName = email,
            Email = email,
            Role = AdminRole.Owner,
            CreatedAt = NodaTime.SystemClock.Instance.GetCurrentInstant(),
        };
        await admins.CreateAsync(admin, "seven quiet lamps " + email);
        var principal = await scope
            .ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<Admin>>()
            .CreateAsync(admin);
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, User = principal };
        context.Request.Headers.UserAgent = "benchmark";
        await context.SignInAsync(AdminPolicies.Scheme, principal, new AuthenticationProperties());
        var cookies = new CookieContainer();
        foreach (var cookie in SetCookieHeaderValue.ParseList([.. context.Response.Headers.SetCookie.OfType<string>()]))
        {
            cookies.Add(Address, new Cookie(cookie.Name.ToString(), cookie.Value.ToString(), "/"));
        }
        return new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = cookies })
        {
            BaseAddress = Address,
            Timeout = TimeSpan.FromMinutes(2),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        directory.Dispose();
    }
}

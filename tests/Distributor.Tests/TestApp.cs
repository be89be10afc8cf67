using Distributor.Site.Home;
using Distributor.Storage;
using Distributor.Storage.Startup;
using Distributor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace Distributor.Tests;

/// <summary>
/// The real application on a loopback port of its own, with a data directory of its own, on SQLite or on a PostgreSQL
/// database of its own.
/// </summary>
public sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TemporaryDirectory directory;
    private readonly TestDatabase? database;

    private TestApp(WebApplication app, TemporaryDirectory directory, TestDatabase? database)
    {
        this.app = app;
        this.directory = directory;
        this.database = database;
        Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(app.Urls.First()),
        };
    }

    public HttpClient Client { get; }

    public string DataDirectory => directory.Path;

    public T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public DistributorDb NewDb() => Service<Database>().CreateDbContext();

    /// <param name="clock">Stands in for the system's clock.</param>
    /// <param name="settings">As on the command line: <c>--Site:Name=Wire</c>.</param>
    public static async Task<TestApp> StartAsync(
        DatabaseProvider provider,
        IClock? clock = null,
        params string[] settings
    )
    {
        var database = provider == DatabaseProvider.Postgres ? await MigratedTemplate.CopyPostgresAsync() : null;
        var directory = new TemporaryDirectory();
        if (database is null)
        {
            await MigratedTemplate.CopySqliteAsync(Path.Combine(directory.Path, "distributor.db"));
        }
        var builder = App.CreateBuilder([
            "--urls=http://127.0.0.1:0",
            "--Logging:LogLevel:Default=Warning",
            $"--Storage:DataDirectory={directory.Path}",
            $"--ConnectionStrings:Distributor={database?.ConnectionString}",
            .. settings,
        ]);
        builder.AddDistributor();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<DatabaseStartup>());
        if (clock is not null)
        {
            builder.Services.Replace(ServiceDescriptor.Singleton(clock));
        }
        var app = builder.Build();
        app.MapDistributor();
        app.MapHome();
        await app.StartAsync();
        await app.Services.GetRequiredService<DatabaseStartup>().WaitUntilReadyAsync(CancellationToken.None);
        return new TestApp(app, directory, database);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        if (database is not null)
        {
            await database.DisposeAsync();
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory.Dispose();
    }
}

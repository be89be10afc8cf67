using Distributor.Storage;
using Distributor.Storage.Startup;
using Distributor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Distributor.Tests;

/// <summary>The application as <c>serve</c> runs it: with its loops, its jobs and the system's clock.</summary>
public sealed class WorkingApp : IAsyncDisposable
{
    /// <summary>Far above what anything here takes, also on a machine with much else to do; only a standstill meets it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly WebApplication app;
    private readonly TemporaryDirectory directory;
    private readonly TestDatabase? server;

    private WorkingApp(WebApplication app, TemporaryDirectory directory, TestDatabase? server)
    {
        this.app = app;
        this.directory = directory;
        this.server = server;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public string DataDirectory => directory.Path;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<WorkingApp> StartAsync(
        DatabaseProvider provider,
        Action<WebApplicationBuilder>? configure = null,
        params string[] settings
    )
    {
        var server = provider == DatabaseProvider.Postgres ? await MigratedTemplate.CopyPostgresAsync() : null;
        var directory = new TemporaryDirectory();
        if (server is null)
        {
            await MigratedTemplate.CopySqliteAsync(Path.Combine(directory.Path, "distributor.db"));
        }
        var builder = App.CreateBuilder([
            "--urls=http://127.0.0.1:0",
            "--Logging:LogLevel:Default=Warning",
            $"--Storage:DataDirectory={directory.Path}",
            $"--ConnectionStrings:Distributor={server?.ConnectionString}",
            .. settings,
        ]);
        builder.AddDistributor();
        builder.AddWorkers();
        configure?.Invoke(builder);
        var app = builder.Build();
        app.MapDistributor();
        await app.StartAsync(Token);
        await app.Services.GetRequiredService<DatabaseStartup>().WaitUntilReadyAsync(Token);
        return new WorkingApp(app, directory, server);
    }

    public T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public DistributorDb NewDb() => Service<Database>().CreateDbContext();

    /// <summary>Looks until it is so: the loops are the application's own and tell nobody when they are done.</summary>
    public static async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        using var timer = new PeriodicTimer(LookEvery);
        while (!await isSo())
        {
            Assert.True(await TicksAsync(timer, patience.Token), $"It never came about that {what}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        if (server is not null)
        {
            await server.DisposeAsync();
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory.Dispose();
    }

    private static async Task<bool> TicksAsync(PeriodicTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}

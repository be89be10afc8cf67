using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Distributor.Api;
using Distributor.Benchmarks.Measuring;
using Distributor.Delivery.Sending;
using Distributor.Digests;
using Distributor.Storage.Startup;
using Distributor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Distributor.Benchmarks.Mail;

/// <summary>
/// The application as <c>serve</c> runs it, with its workers and a PostgreSQL of its own, sending whole digest runs: planning,
/// claims, composing, SMTP and outcomes.
/// </summary>
internal sealed class WholeRun : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly BenchDatabase database;
    private readonly TemporaryDirectory folder = new();
    private readonly WebApplication app;
    private readonly HttpClient client;
    private int edition;

    private WholeRun(BenchDatabase database, int port, int connections)
    {
        this.database = database;
        var builder = App.CreateBuilder(
            "--urls=http://127.0.0.1:0",
            "--Logging:LogLevel:Default=Error",
            $"--Storage:DataDirectory={folder.Path}",
            // On a busy machine planning may take longer than a driver waits.
            $"--ConnectionStrings:Distributor={database.ConnectionString};Command Timeout=600",
            "--Site:PublicUrl=https://news.example.org",
            "--Site:Name=The Harbour Post",
            "--Smtp:Host=127.0.0.1",
            string.Create(CultureInfo.InvariantCulture, $"--Smtp:Port={port}"),
            "--Smtp:Security=none",
            string.Create(CultureInfo.InvariantCulture, $"--Smtp:Connections={connections}"),
            $"--Mail:FromAddress={BenchDigest.From}",
            "--Mail:FromName=The Harbour Post",
            "--Mail:PostalAddress=Quay 1, 1100 Lisbon",
            "--Mail:BounceDomain=bounce.news.example.org"
        );
        builder.AddDistributor();
        builder.AddWorkers();
        app = builder.Build();
        app.MapDistributor();
        client = new HttpClient();
    }

    public static async Task<WholeRun> StartAsync(
        int port,
        int connections,
        int readers,
        CancellationToken cancellationToken
    )
    {
        var run = new WholeRun(await BenchDatabase.OpenAsync(null, cancellationToken), port, connections);
        await run.app.StartAsync(cancellationToken);
        await run.app.Services.GetRequiredService<DatabaseStartup>().WaitUntilReadyAsync(cancellationToken);
        await run.FillAsync(readers, cancellationToken);
        var key = await run.app.Services.GetRequiredService<ApiKeys>().CreateAsync("bench", "bench", cancellationToken);
        run.client.BaseAddress = new Uri(run.app.Urls.First());
        run.client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return run;
    }

    /// <summary>A new edition of fifteen stories to all readers.</summary>
    /// <returns>What it cost this process, and the seconds from the run's beginning to its last accepted row.</returns>
    public async Task<(Measurement Cost, double Seconds)> MeasureAsync(int readers, CancellationToken cancellationToken)
    {
        await PushAsync(cancellationToken);
        long run = 0;
        var cost = await Measurement.OfAsync(async () =>
        {
            run = await app.Services.GetRequiredService<DigestRuns>().OpenNowAsync(cancellationToken);
            await app.Services.GetRequiredService<DigestPlanner>().PlanNowAsync(run, cancellationToken);
            app.Services.GetRequiredService<SenderWake>().Wake();
            while (await AcceptedAsync(run, cancellationToken) < readers)
            {
                await Task.Delay(LookEvery, cancellationToken);
            }
        });
        var seconds = await AskAsync<double>(
            "SELECT extract(epoch FROM max(d.changed_at) - min(r.created_at))::float8 FROM deliveries d JOIN runs r ON r.id = d.run_id WHERE d.run_id = $1",
            run,
            cancellationToken
        );
        return (cost, seconds);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
        folder.Dispose();
    }

    private async Task FillAsync(int readers, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var sql = await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Mail", "readers.sql"),
            cancellationToken
        );
#pragma warning disable CA2100 // our own file
        await using var fill = source.CreateCommand(
            string.Create(CultureInfo.InvariantCulture, $"SET bench.readers = '{readers}';\n{sql}")
        );
#pragma warning restore CA2100
        fill.CommandTimeout = 0;
        await fill.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task PushAsync(CancellationToken cancellationToken)
    {
        edition++;
        for (var story = 1; story <= BenchDigest.Topics.Count * BenchDigest.StoriesOfTopic; story++)
        {
            using var answer = await client.PostAsJsonAsync(
                "/api/v1/articles",
                new
                {
                    guid = $"{edition}-{story}",
                    title = $"{BenchDigest.Title(story)}, part {edition}",
                    text = BenchDigest.Lead(story),
                    topics = new[] { BenchDigest.Topics[(story - 1) / BenchDigest.StoriesOfTopic] },
                },
                cancellationToken
            );
            answer.EnsureSuccessStatusCode();
        }
    }

    private Task<long> AcceptedAsync(long run, CancellationToken cancellationToken) =>
        // 4 is accepted (DeliveryState).
        AskAsync<long>(
            "SELECT coalesce(sum(n), 0)::bigint FROM run_counts WHERE run_id = $1 AND state = 4",
            run,
            cancellationToken
        );

    private async Task<T> AskAsync<T>(string sql, long run, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // one of two above
        await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.Parameters.AddWithValue(run);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

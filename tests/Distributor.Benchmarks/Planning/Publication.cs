using System.Globalization;
using Distributor.Articles;
using Distributor.Benchmarks.Ledgers;
using Distributor.Benchmarks.Measuring;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Sending;
using Distributor.Planning;
using Distributor.Sources;
using Distributor.Storage;
using Distributor.Templates;
using Distributor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Distributor.Benchmarks.Planning;

/// <summary>
/// A database full of readers and the application's services on it, without its workers: whoever measures does by call what the
/// loops do by themselves.
/// </summary>
public sealed class Publication : IAsyncDisposable
{
    private readonly BenchDatabase database;
    private readonly WebApplication app;
    private readonly TemporaryDirectory directory;

    private Publication(BenchDatabase database, WebApplication app, TemporaryDirectory directory, int size)
    {
        this.database = database;
        this.app = app;
        this.directory = directory;
        Size = size;
    }

    /// <summary>How many readers there are.</summary>
    public int Size { get; }

    public IServiceProvider Services => app.Services;

    public string ConnectionString => database.ConnectionString;

    public ILedger Ledger => Services.GetRequiredService<ILedger>();

    /// <exception cref="InvalidOperationException">The named database is somebody else's: its ledger would be emptied.</exception>
    public static async Task<Publication> OpenAsync(string? named, int size, CancellationToken cancellationToken)
    {
        var database = await BenchDatabase.OpenAsync(named, cancellationToken);
        var directory = new TemporaryDirectory();
        var builder = App.CreateBuilder(
            "--Logging:LogLevel:Default=Error",
            "--Outbox:Enabled=true",
            $"--Storage:DataDirectory={directory.Path}",
            $"--ConnectionStrings:Distributor={database.ConnectionString}"
        );
        builder.AddDistributor();
        builder.Services.AddSenders(builder.Configuration);
        builder.Services.AddSingleton<IChannel<SilentMessage>, SilentChannel>();
        builder.Services.AddSingleton<IMessageComposer<SilentMessage>, SilentComposer>();
        var app = builder.Build();
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(cancellationToken);
        if (await database.FillAsync(size, cancellationToken, "Planning/readers.sql"))
        {
            await Console.Error.WriteLineAsync(FormattableString.Invariant($"filled with {size} readers"));
        }
        await using var db = app.Services.GetRequiredService<Database>().CreateDbContext();
        var mark = await db.Settings.SingleOrDefaultAsync(row => row.Name == "bench:readers", cancellationToken);
        return mark is null
            ? throw new InvalidOperationException(
                "The database has subscribers that no benchmark put there; name an empty one."
            )
            : new Publication(database, app, directory, int.Parse(mark.Value, CultureInfo.InvariantCulture));
    }

    /// <summary>An article of one topic is complete, and its alert run open; nothing is planned.</summary>
    /// <returns>The run.</returns>
    public async Task<long> AlertAsync(string topic, CancellationToken cancellationToken)
    {
        await using var db = Services.GetRequiredService<Database>().CreateDbContext();
        var now = SystemClock.Instance.GetCurrentInstant();
        var id = Guid.NewGuid().ToString("N");
        var source = new Source
        {
            Kind = SourceKind.Manual,
            Address = id,
            Title = "Benchmark",
            CreatedAt = now,
        };
        var story = new Story { CreatedAt = now };
        db.Sources.Add(source);
        db.Stories.Add(story);
        await db.SaveChangesAsync(cancellationToken);
        var article = new Article
        {
            SourceId = source.Id,
            StoryId = story.Id,
            GuidKey = id,
            State = ArticleState.Complete,
            ReceivedAt = now,
            CompletedAt = now,
            Topics =
            [
                new ArticleTopic
                {
                    TopicId = await db
                        .Topics.Where(t => t.Name == topic)
                        .Select(t => t.Id)
                        .SingleAsync(cancellationToken),
                    Position = 0,
                },
            ],
        };
        db.Articles.Add(article);
        await db.SaveChangesAsync(cancellationToken);
        await AlertRuns.OpenAsync(db, article, topic, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return await db.Runs.MaxAsync(run => run.Id, cancellationToken);
    }

    /// <summary>Editions of a run as its planner makes them, for a reference that only writes rows.</summary>
    public Task EditionsAsync(long run, CancellationToken cancellationToken) =>
        ExecuteAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                INSERT INTO editions (run_id, channel, language, time_zone, layout, template_version, content_key, contents, state, revisions, created_at)
                SELECT {run}, channel, language, '', 'alert', '1', {run} || '-' || channel || '-' || language, '', 'open', ARRAY[]::bigint[], now()
                FROM unnest(ARRAY[1, 2]) AS channel, unnest(ARRAY['{string.Join(
                    "', '",
                    Languages.Supported
                )}']) AS language
                """
            ),
            cancellationToken
        );

    /// <summary>Plans the run as its job does.</summary>
    public Task<int> PlanAsync(long run, CancellationToken cancellationToken) =>
        Services.GetRequiredService<AlertPlanner>().PlanAsync(run, cancellationToken);

    /// <summary>An empty ledger, and nothing of the tries before left to be written to disk in the next one.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken) =>
        await ExecuteAsync(
            "TRUNCATE deliveries, delivery_minutes, delivery_events, run_counts, runs, editions CASCADE; CHECKPOINT",
            cancellationToken
        );

    public Task ExecuteAsync(string sql, CancellationToken cancellationToken) =>
        database.ExecuteAsync(sql, cancellationToken);

    public Task<T> ScalarAsync<T>(string sql, CancellationToken cancellationToken) =>
        database.ScalarAsync<T>(sql, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await database.DisposeAsync();
        directory.Dispose();
    }
}

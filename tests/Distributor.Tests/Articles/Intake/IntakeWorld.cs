using Distributor.Articles;
using Distributor.Articles.Intake;
using Distributor.Articles.Reading;
using Distributor.Articles.Topics;
using Distributor.Jobs;
using Distributor.Sources;
using Distributor.Storage;
using Distributor.Storage.Ownership;
using Distributor.Storage.Startup;
using Distributor.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Articles.Intake;

/// <summary>A database, a clock that stands still, and the intake on them, in the words of a test.</summary>
public sealed class IntakeWorld(Database database, TestDatabase? server) : IAsyncDisposable
{
    public static readonly Instant Now = Instant.FromUtc(2026, 3, 5, 9, 0);

    public Database Database => database;
    public SettableClock Clock { get; } = new(Now);
    public NewWork NewWork { get; } = new(TimeProvider.System);
    public ArticleIntake Intake => new(database, Clock, NewWork, Telemetry.TestTelemetry.Traces);
    public DatabaseStartup Startup =>
        new(
            database,
            new Migrator(
                database,
                new DatabaseOwnership(database),
                new Partitions(database, Clock),
                NullLogger<Migrator>.Instance
            ),
            TimeProvider.System,
            NullLogger<DatabaseStartup>.Instance
        );
    public HeldArticles Held => new(database, Clock, NewWork);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public async Task<long> SourceAsync(string address = "https://paper.example/feed", params string[] topics)
    {
        await using var db = database.CreateDbContext();
        return await SourceInAsync(db, address, topics);
    }

    public async Task<long> SourceInAsync(
        DistributorDb db,
        string address = "https://paper.example/feed",
        params string[] topics
    )
    {
        var source = new Source
        {
            Kind = SourceKind.Feed,
            Address = address,
            Title = "The Paper",
            CreatedAt = Clock.GetCurrentInstant(),
        };
        foreach (var id in await TopicRegistry.ChosenAsync(db, topics, Clock.GetCurrentInstant(), Token))
        {
            source.Topics.Add(new SourceTopic { TopicId = id });
        }
        db.Sources.Add(source);
        await db.SaveChangesAsync(Token);
        return source.Id;
    }

    public Task<IntakeResult> AddAsync(long source, ReadArticle article, IntakeOptions? options = null) =>
        Intake.AddAsync(source, article, options ?? IntakeOptions.Default, Token);

    /// <summary>With its current revision, topics in order of position.</summary>
    public async Task<Article> ArticleAsync(long id)
    {
        await using var db = database.CreateDbContext();
        return await db
            .Articles.AsNoTracking()
            .Include(article => article.CurrentRevision)
            .Include(article => article.Topics)
            .SingleAsync(article => article.Id == id, Token);
    }

    public async Task<IReadOnlyList<string>> TopicsOfAsync(long articleId)
    {
        await using var db = database.CreateDbContext();
        return await db
            .ArticleTopics.Where(topic => topic.ArticleId == articleId)
            .OrderBy(topic => topic.Position)
            .Join(db.Topics, topic => topic.TopicId, topic => topic.Id, (_, topic) => topic.Name)
            .ToListAsync(Token);
    }

    public async Task<T> AskAsync<T>(Func<DistributorDb, Task<T>> question)
    {
        await using var db = database.CreateDbContext();
        return await question(db);
    }

    public static ReadArticle Read(string title, string? guid = null, string? url = null) =>
        new()
        {
            Guid = guid,
            Url = url is null ? null : new Uri(url),
            Title = title,
            Lead = "Harbour master says the tide decides.",
            Html = "<p>Harbour master says the tide decides.</p>",
            Text = "Harbour master says the tide decides.",
            PublishedAt = Now - Duration.FromHours(1),
        };

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }
}

/// <summary>Stands still until it is told otherwise.</summary>
public sealed class SettableClock(Instant now) : IClock
{
    private Instant current = now;

    public Instant GetCurrentInstant() => current;

    public void Advance(Duration duration) => current += duration;
}

using Distributor.Articles.Reading;
using Distributor.Articles.Reading.Feeds;
using Distributor.Articles.Reading.Pages;
using Distributor.Articles.Reading.Sanitizing;
using Distributor.Articles.Reading.Texts;
using Distributor.Delivery;
using Distributor.Sources;
using Distributor.Sources.Fetching;
using Distributor.Sources.Polling;
using Distributor.Tests.Articles.Intake;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Tests.Sources;

/// <summary>An intake with a poller in front of it and a feed server before that.</summary>
public sealed class PollingWorld(IntakeWorld intake, FeedServer server) : IAsyncDisposable
{
    public IntakeWorld Intake => intake;
    public FeedServer Server => server;
    public ArticleReader Reader { get; } = ReaderOn(intake.Clock);
    public SourceCatalog Catalog => new(intake.Database, intake.Held, intake.Clock);

    public static async Task<PollingWorld> StartAsync(IntakeWorld intake) => new(intake, await FeedServer.StartAsync());

    /// <summary>A poller as each instance has one.</summary>
    public SourcePoller Poller(int floodThreshold = 50)
    {
        var fetcher = new SourceFetcher(
            new HttpClient(FetchHandlers.Create(allowPrivateNetworks: true)),
            TimeProvider.System
        );
        var memory = new PollMemory(
            intake.Database,
            Options.Create(new SourcesOptions { AllowPrivateNetworks = true }),
            Telemetry.TestTelemetry.Sources(),
            intake.Clock,
            NullLogger<PollMemory>.Instance
        );
        var sending = Options.Create(new SendingOptions { FloodThreshold = floodThreshold });
        return new SourcePoller(
            intake.Database,
            new SourcePoll(
                intake.Database,
                fetcher,
                Reader,
                intake.Intake,
                memory,
                sending,
                intake.Clock,
                TimeProvider.System
            ),
            memory,
            new FullTextFetch(
                intake.Database,
                fetcher,
                Reader,
                intake.Held,
                intake.Clock,
                NullLogger<FullTextFetch>.Instance
            ),
            intake.Startup,
            intake.Clock,
            TimeProvider.System,
            NullLogger<SourcePoller>.Instance
        );
    }

    public async Task<long> AddFeedAsync(string path = "/feed") =>
        (await Catalog.AddAsync(Server.At(path), "The Coast", [], "cli:test", IntakeWorld.Token)).Id;

    public async Task<Source> SourceAsync(long id) =>
        await intake.AskAsync(db => db.Sources.AsNoTracking().SingleAsync(source => source.Id == id));

    /// <summary>Title and state of every article, in the order they came.</summary>
    public async Task<IReadOnlyList<(string Title, string State, long? Sequence)>> ArticlesAsync() =>
        await intake.AskAsync(async db =>
            (
                await db
                    .Articles.AsNoTracking()
                    .Include(article => article.CurrentRevision)
                    .OrderBy(article => article.Id)
                    .ToListAsync(IntakeWorld.Token)
            )
                .Select(article => (article.CurrentRevision!.Title, article.State.ToString(), article.Sequence))
                .ToList()
        );

    /// <summary>Long enough not to be taken for an excerpt.</summary>
    public static string Item(string guid, string title, Instant? published, string? body = null)
    {
        var text =
            body
            ?? string.Concat(Enumerable.Repeat("<p>The ferry of the northern coast sails every two hours.</p>", 30));
        var date = published is { } at ? $"<pubDate>{at.ToDateTimeUtc():R}</pubDate>" : "";
        return $"<item><guid isPermaLink=\"false\">{guid}</guid><title>{title}</title>{date}"
            + $"<content:encoded xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><![CDATA[{text}]]></content:encoded></item>";
    }

    public static string Feed(params string[] items) =>
        $"<rss version=\"2.0\"><channel><title>The Coast</title>{string.Concat(items)}</channel></rss>";

    public static ArticleReader ReaderOn(IClock clock)
    {
        var html = new ArticleHtml();
        return new ArticleReader(
            new FeedReader(html, clock),
            new PageReader(html, clock),
            new TextArticleReader(html, clock)
        );
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await intake.DisposeAsync();
    }
}

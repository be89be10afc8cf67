using System.Globalization;
using Distributor.Delivery;
using Distributor.Delivery.Figures;
using Distributor.Delivery.Reading;
using Distributor.Site;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Dashboard.Overview;

/// <summary>The numbers of this moment, as the overview and its live stream show them.</summary>
/// <param name="QueueAge">How long the oldest due message waits; null when none is due.</param>
/// <param name="Due">Rows due now, at most 1,000.</param>
/// <param name="Minute">The running minute.</param>
public sealed record FiguresNow(
    bool IsStopped,
    int Due,
    Duration? QueueAge,
    int ArticlesToday,
    SentTotals Today,
    MinuteFigures Minute,
    IReadOnlyList<RunWithTotals> Running
)
{
    /// <summary>By the names under which pages show them; what a chart draws is a number.</summary>
    public IReadOnlyDictionary<string, object> ByName { get; } =
        new Dictionary<string, object>
        {
            ["due"] = Due >= 1_000 ? "more than 1,000" : Say(Due),
            ["queue-age"] = QueueAge is { } age ? $"the oldest waits {AgeWords.Of(age)}" : "nothing waits",
            ["sent-today"] = Say(Today.All),
            ["articles-today"] = Say(ArticlesToday),
            ["mails-today"] = Say(Today.Mails),
            ["telegram-today"] = Say(Today.TelegramMessages),
            ["failed-today"] = Say(Today.Failed),
            ["mails"] = Minute.Mails,
            ["telegram"] = Minute.TelegramMessages,
            ["failed"] = Minute.Failed,
        };

    public string Say(string name) => Convert.ToString(ByName[name], CultureInfo.InvariantCulture)!;

    private static string Say(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

/// <summary>
/// Reads the figures at most once a second, however many tabs are open; the day begins at midnight of the publication's zone.
/// </summary>
public sealed class LiveFigures(
    Database database,
    ILedger ledger,
    SendingFigures figures,
    SendingSwitch sending,
    RunReader runs,
    IOptions<SiteOptions> site,
    IClock clock,
    TimeProvider time
) : IDisposable
{
    private const int RunsShown = 4;
    private static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim reading = new(1, 1);
    private (long At, FiguresNow Figures)? last;

    public async Task<FiguresNow> ReadAsync(CancellationToken cancellationToken)
    {
        await reading.WaitAsync(cancellationToken);
        try
        {
            if (last is { } known && time.GetElapsedTime(known.At) < CacheTime)
            {
                return known.Figures;
            }
            var now = await ReadNowAsync(cancellationToken);
            last = (time.GetTimestamp(), now);
            return now;
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>Midnight of the publication, of which "today" counts.</summary>
    public Instant Midnight
    {
        get
        {
            var zone = TimeZones.Of(site.Value.TimeZone);
            return zone.AtStartOfDay(clock.GetCurrentInstant().InZone(zone).Date).ToInstant();
        }
    }

    public void Dispose() => reading.Dispose();

    private async Task<FiguresNow> ReadNowAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        var midnight = Midnight;
        var due = await ledger.DueAsync(cancellationToken);
        await using var db = database.CreateDbContext();
        return new FiguresNow(
            (await sending.ReadAsync(cancellationToken)).IsStopped,
            due.Now,
            due is { Now: > 0, Next: { } oldest } ? Duration.Max(now - oldest, Duration.Zero) : null,
            await db.Articles.CountAsync(article => article.ReceivedAt >= midnight, cancellationToken),
            await figures.SinceAsync(midnight, cancellationToken),
            (await figures.MinutesAsync(now, 1, cancellationToken))[0],
            await runs.UnfinishedAsync(RunsShown, cancellationToken)
        );
    }
}

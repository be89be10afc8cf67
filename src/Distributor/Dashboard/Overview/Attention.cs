using Distributor.Articles;
using Distributor.Dashboard.Shell;
using Distributor.Delivery;
using Distributor.Sources;
using Distributor.Storage;
using Distributor.Subscribers.Importing;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Dashboard.Overview;

/// <summary>
/// Looks for what needs an admin: roads on which nothing moves, sources that fail, articles and runs that wait for a decision,
/// digests that are late. Each look is bounded by an index or a small table.
/// </summary>
public sealed class Attention(Database database, LaneTroubles lanes, ILedger ledger, IClock clock)
{
    private const int Most = 5;

    /// <summary>Digests are planned every minute; later than this something is wrong.</summary>
    private static readonly Duration DigestPatience = Duration.FromMinutes(10);
    private static readonly Duration QueuePatience = Duration.FromMinutes(10);
    private static readonly Duration ImportPatience = Duration.FromDays(1);

    public async Task<List<AttentionItem>> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        return
        [
            .. await RoadsAsync(cancellationToken),
            .. await QueueAsync(now, cancellationToken),
            .. await LateDigestsAsync(db, now, cancellationToken),
            .. await HeldEditionsAsync(db, cancellationToken),
            .. await SourcesAsync(db, cancellationToken),
            .. await WaitingArticlesAsync(db, cancellationToken),
            .. await HeldRunsAsync(db, cancellationToken),
            .. await ImportsAsync(db, now, cancellationToken),
        ];
    }

    private async Task<IEnumerable<AttentionItem>> RoadsAsync(CancellationToken cancellationToken) =>
        (await lanes.ReadAsync(cancellationToken)).Select(lane => new AttentionItem(
            Tone.Bad,
            $"{LaneNames.Of(lane.Lane)}: nothing goes out",
            lane.Reason,
            lane.Since,
            "/admin/settings/channels",
            "Look at the channel"
        ));

    private async Task<IEnumerable<AttentionItem>> QueueAsync(Instant now, CancellationToken cancellationToken)
    {
        var due = await ledger.DueAsync(cancellationToken);
        return due is { Now: > 0, Next: { } oldest } && now - oldest > QueuePatience
            ?
            [
                new AttentionItem(
                    Tone.Warning,
                    "Messages wait longer than usual",
                    "More is due than the channels send. It goes out by itself, the most urgent first; a higher rate or another instance makes it faster.",
                    oldest,
                    "/admin/deliveries?state=planned",
                    "See what waits"
                ),
            ]
            : [];
    }

    private static async Task<IEnumerable<AttentionItem>> LateDigestsAsync(
        DistributorDb db,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var late = now - DigestPatience;
        var since = await db
            .DigestSchedules.Where(schedule => schedule.NextAt < late)
            .OrderBy(schedule => schedule.NextAt)
            .Select(schedule => (Instant?)schedule.NextAt)
            .FirstOrDefaultAsync(cancellationToken);
        return since is null
            ? []
            :
            [
                new AttentionItem(
                    Tone.Bad,
                    "Digests are late",
                    "Their hour has passed and they are not planned. Look whether the job \"Plan digests\" runs.",
                    since,
                    "/admin/jobs/recurring",
                    "Open jobs"
                ),
            ];
    }

    private static async Task<IEnumerable<AttentionItem>> HeldEditionsAsync(
        DistributorDb db,
        CancellationToken cancellationToken
    ) =>
        (
            await (
                from run in db.Runs
                where run.FinishedAt == null
                join edition in db.Editions on run.Id equals edition.RunId
                where edition.State == EditionState.Held
                orderby edition.Id descending
                select new
                {
                    run.Id,
                    run.Title,
                    edition.Fault,
                    edition.CreatedAt,
                }
            )
                .Take(Most)
                .ToListAsync(cancellationToken)
        ).Select(held => new AttentionItem(
            Tone.Bad,
            $"An edition of \"{held.Title}\" is held",
            held.Fault ?? "It did not pass the check before sending.",
            held.CreatedAt,
            FormattableString.Invariant($"/admin/runs/{held.Id}"),
            "Look at the run"
        ));

    private static async Task<IEnumerable<AttentionItem>> SourcesAsync(
        DistributorDb db,
        CancellationToken cancellationToken
    ) =>
        (
            await db
                .Sources.Where(source => source.State == SourceState.Broken)
                .OrderByDescending(source => source.Failures)
                .Take(Most)
                .Select(source => new
                {
                    source.Id,
                    source.Title,
                    source.LastError,
                    source.LastPolledAt,
                })
                .ToListAsync(cancellationToken)
        ).Select(source => new AttentionItem(
            Tone.Warning,
            $"{source.Title} cannot be read",
            source.LastError ?? "Its polls fail.",
            source.LastPolledAt,
            FormattableString.Invariant($"/admin/sources/{source.Id}"),
            "Look at the source"
        ));

    private static async Task<IEnumerable<AttentionItem>> WaitingArticlesAsync(
        DistributorDb db,
        CancellationToken cancellationToken
    )
    {
        var waiting = await db
            .Articles.Where(article => article.State == ArticleState.Waiting)
            .GroupBy(article => article.SourceId)
            .Select(group => new
            {
                SourceId = group.Key,
                Count = group.Count(),
                Since = group.Min(a => a.ReceivedAt),
            })
            .OrderByDescending(group => group.Count)
            .Take(Most)
            .ToListAsync(cancellationToken);
        var ids = waiting.Select(one => one.SourceId).ToList();
        var titles = await db
            .Sources.Where(source => ids.Contains(source.Id))
            .ToDictionaryAsync(source => source.Id, source => source.Title, cancellationToken);
        return waiting.Select(one => new AttentionItem(
            Tone.Warning,
            FormattableString.Invariant($"{one.Count:N0} articles of {titles[one.SourceId]} wait for you"),
            "They are held: too many came at once, or somebody held them. Release them or discard them.",
            one.Since,
            FormattableString.Invariant($"/admin/sources/{one.SourceId}"),
            "Decide"
        ));
    }

    private static async Task<IEnumerable<AttentionItem>> HeldRunsAsync(
        DistributorDb db,
        CancellationToken cancellationToken
    ) =>
        (
            await db
                .Runs.Where(run => run.FinishedAt == null && run.State == RunState.Held)
                .OrderByDescending(run => run.Id)
                .Take(Most)
                .Select(run => new
                {
                    run.Id,
                    run.Title,
                    run.CreatedAt,
                })
                .ToListAsync(cancellationToken)
        ).Select(run => new AttentionItem(
            Tone.Warning,
            $"\"{run.Title}\" is held",
            "Nothing more of it goes out until somebody releases it.",
            run.CreatedAt,
            FormattableString.Invariant($"/admin/runs/{run.Id}"),
            "Release or cancel"
        ));

    private static async Task<IEnumerable<AttentionItem>> ImportsAsync(
        DistributorDb db,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var recent = now - ImportPatience;
        return (
            await db.SubscriberImports.OrderByDescending(import => import.Id).Take(Most).ToListAsync(cancellationToken)
        )
            .Where(import => import.State == ImportState.Failed && import.StartedAt > recent)
            .Select(import => new AttentionItem(
                Tone.Warning,
                $"The import of {import.FileName} failed",
                import.Error ?? "It ended early.",
                import.FinishedAt,
                FormattableString.Invariant($"/admin/subscribers/import/{import.Id}"),
                "See why"
            ));
    }
}

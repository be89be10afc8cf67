using Distributor.Articles;
using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Editions;
using Distributor.Delivery.Sending;
using Distributor.Planning.Summaries;
using Distributor.Storage;
using Distributor.Templates;
using Microsoft.EntityFrameworkCore;
using Cadence = Distributor.Subscribers.Cadence;

namespace Distributor.Planning;

/// <summary>
/// Writes the rows of an alert run: everybody with an instant subscription to one of the article's topics, and, when it is
/// breaking, those with a breaking one. Interrupted anywhere it goes on where it stopped; done twice it adds nothing.
/// </summary>
public sealed class AlertPlanner(
    Database database,
    ILedger ledger,
    EditionStore editions,
    AlertCaps caps,
    Partitions partitions,
    SenderWake wake
)
{
    /// <summary>
    /// <see cref="Run.PlannedAfter"/> of a run that was planned before its article became breaking: the lists are read again from the
    /// beginning, those of the breaking cadence only. Whoever was told has a row already and is not told twice.
    /// </summary>
    public const long BreakingOnly = -1;

    /// <summary>Small, so that the first to be told need not wait for ten thousand rows.</summary>
    private const int FirstSlice = 1_000;

    private const int SliceSize = 10_000;

    /// <returns>How many rows are new.</returns>
    public async Task<int> PlanAsync(long runId, CancellationToken cancellationToken)
    {
        var written = 0;
        for (short? last = null; ; )
        {
            await using var db = database.CreateDbContext();
            var run = await db.Runs.AsNoTracking().SingleAsync(r => r.Id == runId, cancellationToken);
            var article = await db
                .Articles.AsNoTracking()
                .Include(a => a.Topics)
                .SingleAsync(a => a.Id == run.ArticleId, cancellationToken);
            if (article.State == ArticleState.Retracted)
            {
                await WithdrawAsync(runId, cancellationToken);
            }
            if (run.State != RunState.Planning)
            {
                return written;
            }
            if (article.State != ArticleState.Retracted)
            {
                // Made breaking while it was planned: once more, from the beginning.
                var after = last is not null && last != run.Priority ? 0 : run.PlannedAfter;
                written += await PlanAsync(run, article, after, cancellationToken);
            }
            last = run.Priority;
            var priority = run.Priority;
            var planned = await db
                .Runs.Where(r => r.Id == runId && r.State == RunState.Planning && r.Priority == priority)
                .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RunState.Sending), cancellationToken);
            if (planned > 0)
            {
                return written;
            }
        }
    }

    /// <summary>What waits of an alert whose article was retracted; of another, nothing.</summary>
    public async Task<int> WithdrawAsync(long runId, CancellationToken cancellationToken)
    {
        var rows = 0;
        for (long? after = 0; after is { } from; )
        {
            var slice = await ledger.RetractSliceAsync(runId, from, SliceSize, cancellationToken);
            rows += slice.Written;
            after = slice.Last;
        }
        return rows;
    }

    private async Task<int> PlanAsync(Run run, Article article, long after, CancellationToken cancellationToken)
    {
        var topics = article.Topics.OrderBy(topic => topic.Position).Select(topic => topic.TopicId).ToList();
        await partitions.EnsureAsync(run.Day, cancellationToken);
        await editions.EnsureAsync(Drafts(run, topics), cancellationToken);

        var slice = new AlertSlice(run.Id, [.. topics, Topic.EverythingId], Cadences(article, after), after, FirstSlice)
        {
            Cap = await caps.ForAsync(run, cancellationToken),
        };
        var written = 0;
        while (true)
        {
            var planned = await ledger.PlanAlertSliceAsync(slice, cancellationToken);
            written += planned.Written;
            if (planned.Last is not { } last)
            {
                return written;
            }
            wake.Wake();
            slice = slice with { After = last, Size = SliceSize };
        }
    }

    private static Cadence[] Cadences(Article article, long after) =>
        after == BreakingOnly ? [Cadence.Breaking]
        : article.Breaking ? [Cadence.Instant, Cadence.Breaking]
        : [Cadence.Instant];

    /// <summary>One edition for each channel and language of ours; they are few, and planning joins them by both.</summary>
    private static List<EditionDraft> Drafts(Run run, List<int> topics)
    {
        var contents = new EditionContents
        {
            Lead = new ChosenStory(run.StoryId!.Value, topics.Count > 0 ? topics[0] : Topic.EverythingId),
        };
        return
        [
            .. from channel in new[] { ChannelKind.Email, ChannelKind.Telegram }
            from language in Languages.Supported
            select new EditionDraft(run.Id, channel, language, "", EditionDraft.Alert, contents),
        ];
    }
}

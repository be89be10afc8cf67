using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Editions;
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
    Partitions partitions
)
{
    /// <returns>How many rows are new.</returns>
    public async Task<int> PlanAsync(long runId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var run = await db.Runs.AsNoTracking().SingleAsync(r => r.Id == runId, cancellationToken);
        if (run.State != RunState.Planning)
        {
            return 0;
        }
        var article = await db
            .Articles.AsNoTracking()
            .Include(a => a.Topics)
            .SingleAsync(a => a.Id == run.ArticleId, cancellationToken);
        var topics = article.Topics.OrderBy(topic => topic.Position).Select(topic => topic.TopicId).ToList();

        await partitions.EnsureAsync(run.Day, cancellationToken);
        await editions.EnsureAsync(Drafts(run, topics), cancellationToken);

        var slice = new AlertSlice(
            run.Id,
            [.. topics, Topic.EverythingId],
            article.Breaking ? [Cadence.Instant, Cadence.Breaking] : [Cadence.Instant],
            run.PlannedAfter
        )
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
                break;
            }
            slice = slice with { After = last };
        }
        await db
            .Runs.Where(r => r.Id == runId && r.State == RunState.Planning)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RunState.Sending), cancellationToken);
        return written;
    }

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

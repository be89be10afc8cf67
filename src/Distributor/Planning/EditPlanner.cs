using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Editions;
using Distributor.Site;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Planning;

/// <summary>
/// Writes the rows of an edit run: one for each Telegram alert of the story that was accepted, to be changed into what the story
/// says now. While alerts are still going out the run stays in planning and goes over them again, so that one sent late with the
/// old words is edited too. Interrupted anywhere it starts over, and adds nothing twice. Mails cannot be changed.
/// </summary>
public sealed class EditPlanner(
    Database database,
    ILedger ledger,
    EditionStore editions,
    EditionFreezer freezer,
    Partitions partitions,
    IOptions<SiteOptions> site,
    IClock clock
)
{
    /// <summary>Plans what can be planned now; before <see cref="Run.NotBefore"/> nothing.</summary>
    /// <returns>How many rows are new.</returns>
    public async Task<int> PlanAsync(long runId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var run = await db.Runs.AsNoTracking().SingleAsync(r => r.Id == runId, cancellationToken);
        var now = clock.GetCurrentInstant();
        if (run.State != RunState.Planning || run.NotBefore > now)
        {
            return 0;
        }
        var alert = await db
            .Runs.AsNoTracking()
            .SingleAsync(r => r.Kind == RunKind.Alert && r.StoryId == run.StoryId, cancellationToken);
        // Asked before the rows are read: of an alert that is over, the reading misses none.
        var isOver = !await IsGoingOutAsync(db, alert, cancellationToken);
        var isOvertaken = (await OvertakenEdits.AmongAsync(db, [run.Id], cancellationToken)).Count > 0;
        var written = isOvertaken ? 0 : await PassAsync(db, run, alert, cancellationToken);
        await db
            .Runs.Where(r => r.Id == runId && r.State == RunState.Planning)
            .ExecuteUpdateAsync(
                set =>
                {
                    _ =
                        isOver || isOvertaken
                            ? set.SetProperty(r => r.State, RunState.Sending)
                            : set.SetProperty(r => r.NotBefore, now + EditRuns.Pause);
                },
                cancellationToken
            );
        return written;
    }

    /// <summary>Some chat may still be alerted; mails that wait are nothing to wait for.</summary>
    private static async Task<bool> IsGoingOutAsync(DistributorDb db, Run alert, CancellationToken cancellationToken) =>
        alert.State is RunState.Planning or RunState.Held
        || await (
            from row in db.Deliveries
            where
                row.Day == alert.Day
                && row.RunId == alert.Id
                && (
                    row.State == DeliveryState.Planned
                    || row.State == DeliveryState.Deferred
                    || row.State == DeliveryState.Sending
                )
            join address in db.Addresses on row.AddressId equals address.Id
            where address.Channel == ChannelKind.Telegram
            select row.AddressId
        ).AnyAsync(cancellationToken);

    /// <summary>Goes once over all rows of the alert run.</summary>
    private async Task<int> PassAsync(DistributorDb db, Run run, Run alert, CancellationToken cancellationToken)
    {
        var sent = (await FrozenAsync(db, [alert.Id], cancellationToken)).ToList();
        var ids = await editions.EnsureAsync([.. sent.Select(old => Draft(run, old))], cancellationToken);
        // The editions are there, and now the run's row: a correction that joined this run holds it, and is waited for.
        await db
            .Runs.Where(r => r.Id == run.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.NotBefore, r => r.NotBefore), cancellationToken);
        var words = new Dictionary<long, string>();
        foreach (var id in ids.Distinct())
        {
            // A story that is gone has none: nothing takes the place of what was sent.
            if ((await freezer.GetAsync(id, cancellationToken)).Rendered is { } rendered)
            {
                words[id] = Words(rendered);
            }
        }
        var slice = new EditSlice(
            run.Id,
            alert.Day,
            alert.Id,
            [
                .. sent.Zip(ids, (old, id) => new EditedEdition(old.Id, id))
                    .Where(pair => words.ContainsKey(pair.EditId)),
            ],
            await SameAsync(db, run, sent, words, cancellationToken),
            After: 0
        );
        if (slice.Editions.Count == 0)
        {
            return 0;
        }
        await partitions.EnsureAsync(run.Day, cancellationToken);
        var written = 0;
        while (true)
        {
            var planned = await ledger.PlanEditSliceAsync(slice, cancellationToken);
            written += planned.Written;
            if (planned.Last is not { } last)
            {
                return written;
            }
            slice = slice with { After = last };
        }
    }

    /// <summary>
    /// One edition serves readers of all zones, so the time a headline changed is told in the publication's own zone.
    /// </summary>
    private EditionDraft Draft(Run run, SentEdition old) =>
        new(
            run.Id,
            ChannelKind.Telegram,
            old.Language,
            site.Value.TimeZone,
            EditionDraft.Edit,
            EditionContents.FromJson(old.Contents) with
            {
                AlertedWith = new AlertedWith(old.Revisions[0], old.Rendered.Photo),
            }
        );

    /// <summary>What was sent before, alert or edit, in the same language and with the same words as this run's.</summary>
    private static async Task<IReadOnlyList<long>> SameAsync(
        DistributorDb db,
        Run run,
        IReadOnlyList<SentEdition> sent,
        Dictionary<long, string> words,
        CancellationToken cancellationToken
    )
    {
        var earlier = await db
            .Runs.Where(r => r.StoryId == run.StoryId && r.Kind == RunKind.Edit && r.Id < run.Id)
            .Select(r => r.Id)
            .ToListAsync(cancellationToken);
        var edits = await FrozenAsync(db, earlier, cancellationToken);
        // Words of another language are other words, so the language need not be compared.
        var mine = words.Values.ToHashSet(StringComparer.Ordinal);
        return [.. sent.Concat(edits).Where(old => mine.Contains(Words(old.Rendered))).Select(old => old.Id)];
    }

    /// <summary>All a reader sees that an edit can change.</summary>
    private static string Words(RenderedEdition rendered) => (rendered with { Photo = null }).ToJson();

    private static async Task<IEnumerable<SentEdition>> FrozenAsync(
        DistributorDb db,
        IReadOnlyCollection<long> runs,
        CancellationToken cancellationToken
    )
    {
        var frozen = await db
            .Editions.AsNoTracking()
            .Where(edition =>
                runs.Contains(edition.RunId)
                && edition.Channel == ChannelKind.Telegram
                && edition.State == EditionState.Frozen
                && edition.Rendered != null
            )
            .OrderBy(edition => edition.Id)
            .ToListAsync(cancellationToken);
        return frozen.Select(edition => new SentEdition(
            edition.Id,
            edition.Language,
            edition.Contents,
            edition.Revisions,
            RenderedEdition.FromJson(edition.Rendered!)
        ));
    }

    private sealed record SentEdition(
        long Id,
        string Language,
        string Contents,
        IReadOnlyList<long> Revisions,
        RenderedEdition Rendered
    );
}

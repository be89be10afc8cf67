using Distributor.Delivery;
using Distributor.Delivery.Editions;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Digests;

/// <summary>
/// Writes the rows of a digest run. Readers are taken in slices of ten thousand, each committed alone; readers with the same
/// topics, window, language and zone share an edition, so memory grows with the number of different digests, not of readers.
/// A little longer than others: due, now and again are one way of choosing, and are read together.
/// </summary>
public sealed class DigestPlanner(
    Database database,
    ILedger ledger,
    EditionStore editions,
    Partitions partitions,
    IOptions<DigestOptions> options,
    IClock clock
)
{
    private const int SliceSize = 10_000;

    /// <summary>Plans the schedules that are due and whose readers' date is the run's.</summary>
    /// <returns>How many rows are new, those with nothing new included.</returns>
    public async Task<int> PlanDueAsync(long runId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var run = await db.Runs.AsNoTracking().SingleAsync(r => r.Id == runId, cancellationToken);
        var cadence = run.Key.StartsWith("weekly:", StringComparison.Ordinal) ? Cadence.Weekly : Cadence.Daily;
        await partitions.EnsureAsync(run.Day, cancellationToken);
        var now = clock.GetCurrentInstant();
        var candidates = await Candidates.StartAsync(db, cancellationToken);
        var after = (NextAt: Instant.FromUnixTimeTicks(0), AddressId: 0L);
        var written = 0;
        while (true)
        {
            var slice = await DueReader.DueAsync(db, cadence, now, after, SliceSize, cancellationToken);
            if (slice.Count == 0)
            {
                break;
            }
            after = (slice[^1].NextAt, slice[^1].AddressId);
            // Other dates are other runs; they have jobs of their own.
            var readers = slice.Where(reader => reader.Date == run.Day).ToList();
            var digests = await ChooseAsync(db, run, readers, candidates, cancellationToken);
            written += await ledger.PlanDigestsAsync(
                run.Id,
                [.. digests.Select(d => Planned(d, candidates, NextOf(d.Reader, now)))],
                cancellationToken
            );
        }
        await MarkPlannedAsync(db, runId, cancellationToken);
        return written;
    }

    /// <summary>
    /// Plans everybody with something new, whatever the hour: cursors move, the hour does not, so the regular digest still
    /// brings what is new by then.
    /// </summary>
    public async Task<int> PlanNowAsync(long runId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var run = await db.Runs.AsNoTracking().SingleAsync(r => r.Id == runId, cancellationToken);
        await partitions.EnsureAsync(run.Day, cancellationToken);
        var candidates = await Candidates.StartAsync(db, cancellationToken);
        var after = (AddressId: 0L, Cadence: default(Cadence));
        var written = 0;
        while (true)
        {
            var slice = await DueReader.AllAsync(db, after, SliceSize, cancellationToken);
            if (slice.Count == 0)
            {
                break;
            }
            after = (slice[^1].AddressId, slice[^1].Cadence);
            var readers = slice.Where(reader => reader.State == AddressState.Active).ToList();
            var digests = await ChooseAsync(db, run, readers, candidates, cancellationToken);
            written += await ledger.PlanDigestsAsync(
                run.Id,
                [
                    // One message to an address in a run: who has both cadences gets the daily one now.
                    .. digests
                        .Where(d => d.EditionId is not null)
                        .OrderBy(d => d.Reader.Cadence)
                        .DistinctBy(d => d.Reader.AddressId)
                        .Select(d => Planned(d, candidates, d.Reader.NextAt)),
                ],
                cancellationToken
            );
        }
        await MarkPlannedAsync(db, runId, cancellationToken);
        return written;
    }

    /// <summary>
    /// The edition of one claimed row whose reader changed topics after it was planned, for the same window.
    /// </summary>
    /// <returns>Null when nothing of the window is wanted any more.</returns>
    public async Task<long?> ChooseAgainAsync(ClaimedDelivery row, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var run = await db.Runs.AsNoTracking().SingleAsync(r => r.Id == row.Key.RunId, cancellationToken);
        Cadence[] cadences = run.Key switch
        {
            var key when key.StartsWith("daily:", StringComparison.Ordinal) => [Cadence.Daily],
            var key when key.StartsWith("weekly:", StringComparison.Ordinal) => [Cadence.Weekly],
            _ => [Cadence.Daily, Cadence.Weekly],
        };
        var candidates = await Candidates.StartAsync(db, cancellationToken);
        await candidates.ReachAsync(db, row.WindowFrom!.Value, cancellationToken);
        var length = await db
            .DigestSchedules.Where(s => s.AddressId == row.Key.AddressId && cadences.Contains(s.Cadence))
            .Select(s => s.MaxStories)
            .FirstOrDefaultAsync(cancellationToken);
        var topics = await db
            .Subscriptions.Where(s => s.AddressId == row.Key.AddressId && cadences.Contains(s.Cadence))
            .Select(s => s.TopicId)
            .ToListAsync(cancellationToken);
        var alerted = await candidates.AlertedAsync(db, [row.SubscriberId], cancellationToken);
        var saved = await SavedForDigests.ReadAsync(db, [row.Key.AddressId], cancellationToken);
        await candidates.IncludeAsync(db, saved.Stories, cancellationToken);
        var wish = new DigestWish(
            run.Day,
            topics.ToHashSet(),
            row.WindowFrom.Value,
            row.WindowTo!.Value,
            alerted[row.SubscriberId].ToDictionary(a => a.Story, a => a.At)
        )
        {
            Saved = saved.Of(row.Key.AddressId, cadences[0], row.WindowFrom.Value, row.WindowTo.Value),
        };
        var contents = DigestComposer.Compose(
            candidates.Stories,
            wish,
            length ?? options.Value.MaxArticles,
            options.Value.SkipAlerted
        );
        if (contents is null)
        {
            return null;
        }
        var draft = new EditionDraft(run.Id, row.Channel, row.Language, row.TimeZone, EditionDraft.Digest, contents);
        return (await editions.EnsureAsync([draft], cancellationToken))[0];
    }

    private async Task<List<(DueReader Reader, long? EditionId)>> ChooseAsync(
        DistributorDb db,
        Run run,
        List<DueReader> readers,
        Candidates candidates,
        CancellationToken cancellationToken
    )
    {
        if (readers.Count == 0)
        {
            return [];
        }
        await candidates.ReachAsync(db, readers.Min(reader => reader.Cursor), cancellationToken);
        var ids = readers.ConvertAll(reader => reader.AddressId);
        var topics = (
            await db
                .Subscriptions.Where(s => ids.Contains(s.AddressId))
                .Select(s => new
                {
                    s.AddressId,
                    s.Cadence,
                    s.TopicId,
                })
                .ToListAsync(cancellationToken)
        ).ToLookup(s => (s.AddressId, s.Cadence), s => s.TopicId);
        var subscribers = readers.Select(reader => reader.SubscriberId).Distinct().ToList();
        var alerted = await candidates.AlertedAsync(db, subscribers, cancellationToken);
        var saved = await SavedForDigests.ReadAsync(db, ids, cancellationToken);
        await candidates.IncludeAsync(db, saved.Stories, cancellationToken);

        var groups = readers
            .GroupBy(reader => new Signature(
                reader.Channel,
                reader.Language,
                reader.TimeZone,
                reader.Cursor,
                reader.MaxStories,
                string.Join(',', topics[(reader.AddressId, reader.Cadence)].Order()),
                string.Join(',', alerted[reader.SubscriberId].Select(a => a.Story).Order()),
                string.Join(',', SavedBy(reader).Order())
            ))
            .Select(group =>
            {
                var one = group.First();
                var wish = new DigestWish(
                    run.Day,
                    topics[(one.AddressId, one.Cadence)].ToHashSet(),
                    one.Cursor,
                    candidates.UpTo,
                    alerted[one.SubscriberId].ToDictionary(a => a.Story, a => a.At)
                )
                {
                    Saved = SavedBy(one),
                };
                var contents = DigestComposer.Compose(
                    candidates.Stories,
                    wish,
                    group.Key.MaxStories ?? options.Value.MaxArticles,
                    options.Value.SkipAlerted
                );
                return (Readers: group.ToList(), Contents: contents, Shape: group.Key);
            })
            .ToList();
        var told = groups.FindAll(group => group.Contents is not null);
        var ensured = await editions.EnsureAsync(
            told.ConvertAll(group => new EditionDraft(
                run.Id,
                group.Shape.Channel,
                group.Shape.Language,
                group.Shape.TimeZone,
                EditionDraft.Digest,
                group.Contents!
            )),
            cancellationToken
        );
        return
        [
            .. told.Zip(ensured).SelectMany(pair => pair.First.Readers.Select(reader => (reader, (long?)pair.Second))),
            .. groups
                .Where(group => group.Contents is null)
                .SelectMany(group => group.Readers.Select(reader => (reader, (long?)null))),
        ];

        IReadOnlySet<long> SavedBy(DueReader reader) =>
            saved.Of(reader.AddressId, reader.Cadence, reader.Cursor, candidates.UpTo);
    }

    private static PlannedDigest Planned(
        (DueReader Reader, long? EditionId) digest,
        Candidates candidates,
        Instant next
    ) =>
        new(
            digest.Reader.AddressId,
            digest.Reader.Cadence,
            digest.EditionId,
            digest.Reader.Cursor,
            candidates.UpTo,
            digest.Reader.NextAt,
            next
        );

    private static Instant NextOf(DueReader reader, Instant now) =>
        NextDigest.After(
            Instant.Max(now, reader.NextAt),
            reader.LocalTime,
            reader.Zone,
            reader.Cadence,
            reader.Weekday
        );

    private static Task<int> MarkPlannedAsync(DistributorDb db, long runId, CancellationToken cancellationToken) =>
        db
            .Runs.Where(r => r.Id == runId && r.State == RunState.Planning)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.State, RunState.Sending), cancellationToken);

    /// <summary>What decides a digest; the topics and alerted stories as sorted lists of ids.</summary>
    private sealed record Signature(
        Channels.ChannelKind Channel,
        string Language,
        string TimeZone,
        long Cursor,
        int? MaxStories,
        string Topics,
        string Alerted,
        string Saved
    );
}

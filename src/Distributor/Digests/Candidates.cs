using Distributor.Articles;
using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Digests;

/// <summary>What lies in the windows of one act of planning, read once and shared by all readers.</summary>
internal sealed class Candidates
{
    /// <summary>A reader who comes back after months gets the newest of what was missed; the bound keeps planning's memory flat.</summary>
    private const int Most = 5_000;

    private List<CandidateStory> stories = [];
    private List<CandidateStory> saved = [];
    private long from = long.MaxValue;

    private Candidates(long upTo) => UpTo = upTo;

    /// <summary>The newest sequence number when planning began; every window of this act ends here.</summary>
    public long UpTo { get; }

    /// <summary>Also those saved from outside the windows, which nobody else's digest has.</summary>
    public IReadOnlyList<CandidateStory> Stories { get; private set; } = [];

    public static async Task<Candidates> StartAsync(DistributorDb db, CancellationToken cancellationToken) =>
        new(await db.ArticleSequences.Select(sequence => sequence.Value).SingleAsync(cancellationToken));

    /// <summary>Makes sure that windows from this number on can be answered.</summary>
    public async Task ReachAsync(DistributorDb db, long windowFrom, CancellationToken cancellationToken)
    {
        if (windowFrom >= from)
        {
            return;
        }
        from = windowFrom;
        var inWindow = await db
            .Articles.AsNoTracking()
            .Where(a => a.State == ArticleState.Complete && a.Sequence > windowFrom && a.Sequence <= UpTo)
            .OrderByDescending(a => a.Sequence)
            .Take(Most)
            .Select(a => a.StoryId)
            .ToListAsync(cancellationToken);
        var storyIds = inWindow.Distinct().ToList();
        stories = await StoriesAsync(db, storyIds, cancellationToken);
        Stories = [.. stories, .. saved.ExceptBy(storyIds, story => story.StoryId)];
    }

    /// <summary>Makes sure that these stories can be chosen, wherever they lie.</summary>
    public async Task IncludeAsync(
        DistributorDb db,
        IReadOnlyCollection<long> storyIds,
        CancellationToken cancellationToken
    )
    {
        var missing = storyIds.Except(Stories.Select(story => story.StoryId)).ToList();
        if (missing.Count > 0)
        {
            var found = await StoriesAsync(db, missing, cancellationToken);
            saved = [.. saved, .. found];
            Stories = [.. Stories, .. found];
        }
    }

    /// <summary>All articles of these stories, also those before a window: they tell who had the story already.</summary>
    private static async Task<List<CandidateStory>> StoriesAsync(
        DistributorDb db,
        List<long> storyIds,
        CancellationToken cancellationToken
    )
    {
        var articles = await db
            .Articles.AsNoTracking()
            .Where(a => storyIds.Contains(a.StoryId) && a.State == ArticleState.Complete)
            .OrderBy(a => a.Sequence)
            .Select(a => new
            {
                a.StoryId,
                a.Breaking,
                Sequence = a.Sequence!.Value,
                Picture = a.CurrentRevision!.ImageWidth != null,
                Topics = a.Topics.OrderBy(t => t.Position).Select(t => t.TopicId).ToList(),
            })
            .AsSplitQuery()
            .ToListAsync(cancellationToken);
        return
        [
            .. articles
                .GroupBy(a => a.StoryId)
                .Select(story => new CandidateStory(
                    story.Key,
                    story.Any(a => a.Breaking),
                    story.First().Picture,
                    [.. story.Select(a => new CandidateArticle(a.Sequence, a.Topics))]
                )),
        ];
    }

    /// <summary>Which of the candidates each person was alerted to, by any of their addresses, and when the alert began.</summary>
    public async Task<ILookup<long, (long Story, Instant At)>> AlertedAsync(
        DistributorDb db,
        IReadOnlyCollection<long> subscriberIds,
        CancellationToken cancellationToken
    )
    {
        var storyIds = stories.ConvertAll(story => (long?)story.StoryId);
        if (storyIds.Count == 0)
        {
            return Array.Empty<(long, Instant)>().ToLookup(_ => 0L);
        }
        var runs = await db
            .Runs.Where(run => run.Kind == RunKind.Alert && storyIds.Contains(run.StoryId))
            .Select(run => new
            {
                run.Id,
                StoryId = run.StoryId!.Value,
                run.Day,
                run.CreatedAt,
            })
            .ToDictionaryAsync(run => run.Id, cancellationToken);
        if (runs.Count == 0)
        {
            return Array.Empty<(long, Instant)>().ToLookup(_ => 0L);
        }
        var first = runs.Values.Min(run => run.Day);
        var last = runs.Values.Max(run => run.Day);
        var sent = await (
            from address in db.Addresses
            where subscriberIds.Contains(address.SubscriberId)
            join delivery in db.Deliveries on address.Id equals delivery.AddressId
            where delivery.Day >= first && delivery.Day <= last && delivery.State == DeliveryState.Accepted
            select new { address.SubscriberId, delivery.RunId }
        ).ToListAsync(cancellationToken);
        return sent.Where(row => runs.ContainsKey(row.RunId))
            .DistinctBy(row => (row.SubscriberId, runs[row.RunId].StoryId))
            .ToLookup(row => row.SubscriberId, row => (runs[row.RunId].StoryId, runs[row.RunId].CreatedAt));
    }
}

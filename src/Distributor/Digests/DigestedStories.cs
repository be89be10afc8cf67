using Distributor.Delivery.Editions;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Digests;

/// <summary>
/// Which digest runs tell which stories, for showing. What an edition tells is chosen once and stands in it as JSON, which no index
/// reaches; so the newest editions are read once and only new ones after that. Older digests are not counted any more.
/// </summary>
public sealed class DigestedStories(Database database) : IDisposable
{
    /// <summary>Editions looked at when the process first asks; with at most twenty stories each, a few megabytes.</summary>
    private const int Newest = 5_000;

    /// <summary>Two planners may commit in another order than they numbered.</summary>
    private const int LookedAtAgain = 500;

    private const int MostStories = 100_000;

    private readonly SemaphoreSlim gate = new(1);
    private Dictionary<long, HashSet<long>> runs = [];
    private long seen;

    /// <summary>The runs that tell a story; stories in none are not there.</summary>
    public async Task<IReadOnlyDictionary<long, IReadOnlyList<long>>> RunsAsync(
        IReadOnlyCollection<long> storyIds,
        CancellationToken cancellationToken
    )
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await ReadNewAsync(cancellationToken);
            return storyIds
                .Distinct()
                .Where(runs.ContainsKey)
                .ToDictionary(id => id, id => (IReadOnlyList<long>)[.. runs[id].OrderDescending()]);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    private async Task ReadNewAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        if (seen == 0 || runs.Count > MostStories)
        {
            runs = [];
            seen = await db
                .Editions.OrderByDescending(edition => edition.Id)
                .Skip(Newest)
                .Select(edition => edition.Id)
                .FirstOrDefaultAsync(cancellationToken);
        }
        var from = seen - LookedAtAgain;
        var editions = db
            .Editions.AsNoTracking()
            .Where(edition => edition.Id > from && edition.Layout == EditionDraft.Digest)
            .OrderBy(edition => edition.Id)
            .Select(edition => new
            {
                edition.Id,
                edition.RunId,
                edition.Contents,
            })
            .AsAsyncEnumerable();
        await foreach (var edition in editions.WithCancellation(cancellationToken))
        {
            foreach (var story in EditionContents.FromJson(edition.Contents).Stories)
            {
                (runs.TryGetValue(story.StoryId, out var of) ? of : runs[story.StoryId] = []).Add(edition.RunId);
            }
            seen = Math.Max(seen, edition.Id);
        }
    }
}

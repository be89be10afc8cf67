using Distributor.Articles;
using Distributor.Articles.Topics;
using Distributor.Delivery.Editions;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Digests;

/// <summary>What a reader who comes today would have got: the newest stories of their topics, for a welcome.</summary>
public sealed class LatestEdition(Database database, IOptions<DigestOptions> options, IClock clock)
{
    /// <summary>A day's news, or, where a day brought none, a week's.</summary>
    private static readonly Duration[] Spans = [Duration.FromDays(1), Duration.FromDays(7)];

    /// <param name="topics">Ids; with <see cref="Topic.EverythingId"/> for all.</param>
    /// <param name="date">The reader's local date.</param>
    /// <returns>Null when a week brought nothing.</returns>
    public async Task<EditionContents?> ForAsync(
        IReadOnlySet<int> topics,
        LocalDate date,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        foreach (var span in Spans)
        {
            var first = now - span;
            var from = await db
                .Articles.Where(a => a.State == ArticleState.Complete && a.CompletedAt >= first)
                .MinAsync(a => a.Sequence, cancellationToken);
            if (from is null)
            {
                continue;
            }
            var candidates = await Candidates.StartAsync(db, cancellationToken);
            await candidates.ReachAsync(db, from.Value - 1, cancellationToken);
            var wish = new DigestWish(date, topics, from.Value - 1, candidates.UpTo, new Dictionary<long, Instant>());
            if (
                DigestComposer.Compose(candidates.Stories, wish, options.Value.MaxArticles, skipAlerted: false) is
                { } found
            )
            {
                return found;
            }
        }
        return null;
    }
}

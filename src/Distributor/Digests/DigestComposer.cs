using System.Collections.Frozen;
using Distributor.Articles.Topics;
using Distributor.Delivery.Editions;
using NodaTime;

namespace Distributor.Digests;

/// <summary>A story that may be in a digest, as far as choosing needs to know it.</summary>
/// <param name="Articles">Its complete articles.</param>
public sealed record CandidateStory(
    long StoryId,
    bool Breaking,
    bool HasPicture,
    IReadOnlyList<CandidateArticle> Articles
);

/// <param name="TopicIds">In the order of the article, the first one is where it is filed.</param>
public sealed record CandidateArticle(long Sequence, IReadOnlyList<int> TopicIds);

/// <summary>What one reader asked for, and what lies in their window.</summary>
/// <param name="TopicIds">With <see cref="Topic.EverythingId"/> for all topics.</param>
/// <param name="Alerted">Stories the same person was alerted to, with the time.</param>
public sealed record DigestWish(
    LocalDate Date,
    IReadOnlySet<int> TopicIds,
    long WindowFrom,
    long WindowTo,
    IReadOnlyDictionary<long, Instant> Alerted
)
{
    /// <summary>Stories put aside for this digest: they are in wherever they lie, and whether alerted or not.</summary>
    public IReadOnlySet<long> Saved { get; init; } = FrozenSet<long>.Empty;
}

/// <summary>Chooses and orders the stories of a digest. Pure: the same wish gives the same contents, so that readers share editions.</summary>
public static class DigestComposer
{
    /// <param name="most">Most stories shown; the others are counted under their topics.</param>
    /// <param name="skipAlerted">Leaves out what was alerted instead of marking it.</param>
    /// <returns>Null when nothing is new.</returns>
    public static EditionContents? Compose(
        IEnumerable<CandidateStory> stories,
        DigestWish wish,
        int most,
        bool skipAlerted
    )
    {
        var entries = stories
            .Select(story => Entry.Of(story, wish))
            .OfType<Entry>()
            .Where(entry => !skipAlerted || entry.AlertedAt is null)
            .OrderBy(entry => entry.AlertedAt is not null)
            .ThenByDescending(entry => entry.Story.Breaking)
            .ThenByDescending(entry => entry.IsSaved)
            .ThenByDescending(entry => entry.Sequence)
            .ToList();
        if (entries.Count == 0)
        {
            return null;
        }
        // The lead is the best story with a picture among the first five; a weak story does not lead for its picture alone.
        var lead = entries.Take(5).FirstOrDefault(entry => entry is { AlertedAt: null, Story.HasPicture: true });
        lead = entries[0].Story.Breaking || lead is null ? entries[0] : lead;
        var sections = entries.Where(entry => entry != lead).GroupBy(entry => entry.TopicId).ToList();
        var shown = Share(sections.ConvertAll(section => section.Count()), most - 1);
        return new EditionContents
        {
            Date = wish.Date,
            Lead = lead.Chosen,
            Topics =
            [
                .. sections.Select(
                    (section, i) =>
                        new ChosenTopic(
                            section.Key,
                            [.. section.Take(shown[i]).Select(entry => entry.Chosen)],
                            section.Count() - shown[i]
                        )
                ),
            ],
        };
    }

    /// <summary>Deals places to topics one by one in turn, so that a busy topic does not crowd out the others.</summary>
    private static int[] Share(List<int> sizes, int places)
    {
        var shown = new int[sizes.Count];
        while (places > 0)
        {
            var before = places;
            for (var i = 0; i < shown.Length && places > 0; i++)
            {
                if (shown[i] < sizes[i])
                {
                    shown[i]++;
                    places--;
                }
            }
            if (before == places)
            {
                break;
            }
        }
        return shown;
    }

    private sealed record Entry(CandidateStory Story, long Sequence, int TopicId, Instant? AlertedAt, bool IsSaved)
    {
        public ChosenStory Chosen => new(Story.StoryId, TopicId, AlertedAt);

        /// <summary>
        /// A story is in when one of its articles in the reader's topics lies in the window and none lies before it: then the
        /// reader had it in an earlier digest.
        /// </summary>
        public static Entry? Of(CandidateStory story, DigestWish wish)
        {
            if (wish.Saved.Contains(story.StoryId))
            {
                var told = story.Articles.FirstOrDefault(article => Wanted(article, wish)) ?? story.Articles[0];
                return new Entry(story, told.Sequence, Topic(told, wish), AlertedAt: null, IsSaved: true);
            }
            var mine = story.Articles.Where(article => Wanted(article, wish)).ToList();
            var inside = mine.Where(article => article.Sequence > wish.WindowFrom && article.Sequence <= wish.WindowTo)
                .OrderBy(article => article.Sequence)
                .FirstOrDefault();
            return inside is null || mine.Any(article => article.Sequence <= wish.WindowFrom)
                ? null
                : new Entry(story, inside.Sequence, Topic(inside, wish), AlertOf(story, wish), IsSaved: false);
        }

        private static bool Wanted(CandidateArticle article, DigestWish wish) =>
            wish.TopicIds.Contains(global::Distributor.Articles.Topics.Topic.EverythingId)
            || article.TopicIds.Any(wish.TopicIds.Contains);

        private static int Topic(CandidateArticle article, DigestWish wish) =>
            article.TopicIds.Cast<int?>().FirstOrDefault(id => wish.TopicIds.Contains(id!.Value))
            ?? article.TopicIds.FirstOrDefault(global::Distributor.Articles.Topics.Topic.EverythingId);

        private static Instant? AlertOf(CandidateStory story, DigestWish wish) =>
            wish.Alerted.TryGetValue(story.StoryId, out var at) ? at : null;
    }
}

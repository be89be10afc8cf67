using Distributor.Articles;
using Distributor.Articles.Topics;
using Distributor.Delivery.Editions;
using Distributor.Site.Press;
using Distributor.Storage;
using Distributor.Templates.Text;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Site.Archive;

/// <summary>What the pages of the archive ask of a set of articles.</summary>
internal static class ArchiveQueries
{
    private const int TopicsOfDay = 60;
    private const int LongestName = 60;

    /// <summary>The topics of these articles, those with most stories first.</summary>
    public static async Task<IReadOnlyList<TopicOfDay>> TopicsAsync(
        DistributorDb db,
        IQueryable<Article> ofDay,
        CancellationToken cancellationToken
    )
    {
        var topics = await ofDay
            .Join(db.ArticleTopics, a => a.Id, t => t.ArticleId, (a, t) => new { t.TopicId, a.StoryId })
            .Where(t => t.TopicId != Topic.EverythingId)
            .GroupBy(t => t.TopicId)
            .Select(group => new { Id = group.Key, Stories = group.Select(t => t.StoryId).Distinct().Count() })
            .Join(
                db.Topics,
                counted => counted.Id,
                topic => topic.Id,
                (counted, topic) =>
                    new
                    {
                        topic.Id,
                        topic.Slug,
                        topic.Name,
                        counted.Stories,
                    }
            )
            .OrderByDescending(t => t.Stories)
            .ThenBy(t => t.Name)
            .Take(TopicsOfDay)
            .ToListAsync(cancellationToken);
        return [.. topics.Select(t => new TopicOfDay(Press(t.Id, t.Slug, t.Name), t.Stories))];
    }

    /// <summary>The first of these articles as stories; a story of several articles once. With the
    /// number of the last article when others follow.</summary>
    public static async Task<(List<ArchivedStory> Stories, long? Next)> StoriesAsync(
        DistributorDb db,
        IOrderedQueryable<Article> articles,
        int most,
        CancellationToken cancellationToken
    )
    {
        var rows = await articles
            .Take(most + 1)
            .Select(a => new
            {
                a.StoryId,
                Sequence = a.Sequence!.Value,
                CompletedAt = a.CompletedAt!.Value,
                TopicId = a
                    .Topics.Where(t => t.TopicId != Topic.EverythingId)
                    .OrderBy(t => t.Position)
                    .Select(t => (int?)t.TopicId)
                    .FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        long? rest = rows.Count > most ? rows[most - 1].Sequence : null;
        rows = rows.GetRange(0, Math.Min(most, rows.Count));
        var topicIds = rows.Select(row => row.TopicId).OfType<int>().Distinct().ToList();
        var topics = await db
            .Topics.AsNoTracking()
            .Where(t => topicIds.Contains(t.Id))
            .ToDictionaryAsync(t => t.Id, t => Press(t.Id, t.Slug, t.Name), cancellationToken);
        var texts = await StoryReader.ReadAsync(db, [.. rows.Select(row => row.StoryId).Distinct()], cancellationToken);
        var stories = rows.DistinctBy(row => row.StoryId)
            .Where(row => texts.ContainsKey(row.StoryId))
            .Select(row => new ArchivedStory(
                row.Sequence,
                row.CompletedAt,
                row.TopicId is { } id ? topics.GetValueOrDefault(id) : null,
                texts[row.StoryId]
            ));
        return ([.. stories], rest);
    }

    public static PressTopic Press(int id, string slug, string name) =>
        new(id, slug, CleanText.Cut(CleanText.Line(name), LongestName));
}

using Distributor.Articles.Topics;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Site.Forms;

/// <summary>A topic readers can tick.</summary>
public sealed record TopicChoice(int Id, string Name)
{
    /// <summary>More than this no page lists; who wants more takes them all.</summary>
    private const int Most = 200;

    public static Task<List<TopicChoice>> AllAsync(Database database, CancellationToken cancellationToken)
    {
        return ReadAsync();

        async Task<List<TopicChoice>> ReadAsync()
        {
            await using var db = database.CreateDbContext();
            return await db
                .Topics.AsNoTracking()
                .Where(topic => topic.Id != Topic.EverythingId)
                .OrderBy(topic => topic.Name)
                .Select(topic => new TopicChoice(topic.Id, topic.Name))
                .Take(Most)
                .ToListAsync(cancellationToken);
        }
    }
}

using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Articles.Topics;

/// <summary>A topic to choose.</summary>
public sealed record TopicName(int Id, string Slug, string Name);

/// <summary>The topics there are, by name; the topic <c>*</c> is none to file anything under.</summary>
public static class TopicNames
{
    private const int Most = 500;

    public static async Task<IReadOnlyList<TopicName>> ReadAsync(
        DistributorDb db,
        CancellationToken cancellationToken
    ) =>
        await db
            .Topics.AsNoTracking()
            .Where(topic => topic.Id != Topic.EverythingId)
            .OrderBy(topic => topic.Name)
            .Take(Most)
            .Select(topic => new TopicName(topic.Id, topic.Slug, topic.Name))
            .ToListAsync(cancellationToken);

    /// <summary>What a form sent: ticked names, and names typed with commas between them.</summary>
    public static IReadOnlyList<string> Chosen(IEnumerable<string?> ticked, string? typed) =>
        [
            .. ticked
                .Concat((typed ?? "").Split(','))
                .Select(TopicSlug.Tidy!)
                .Where(name => name.Length is > 0 and <= 80 && !name.Any(char.IsControl))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Take(50),
        ];
}

using Distributor.Articles.Reading;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Articles.Topics;

/// <summary>
/// Looks topics up in the database and makes those that are missing: sections recognised in an article, and every name
/// that somebody chose. Adds to the caller's transaction and saves there, because ids are needed.
/// </summary>
public static class TopicRegistry
{
    /// <summary>The topics of an article, the one it is filed under first; never the topic <c>*</c>.</summary>
    /// <param name="chosen">Names from <c>--topic</c> or the API, created when new.</param>
    public static async Task<IReadOnlyList<int>> ResolveAsync(
        DistributorDb db,
        ReadArticle article,
        IReadOnlyList<string> chosen,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        if (article.Categories.Count == 0 && article.Topics.Count == 0 && chosen.Count == 0)
        {
            return [];
        }
        var topics = await LoadAsync(db, cancellationToken);
        var recognised = Matcher(topics).MatchAll(Candidates(article));
        var ids = new List<int>();
        foreach (var name in recognised)
        {
            ids.Add((Exact(topics, name) ?? await CreateAsync(db, topics, name, now, cancellationToken)).Id);
        }
        ids.AddRange(await ChosenAsync(db, topics, chosen, now, cancellationToken));
        return [.. ids.Distinct()];
    }

    /// <summary>The topics of names somebody chose, in their order, created when new; blanks and <c>*</c> are passed over.</summary>
    public static async Task<IReadOnlyList<int>> ChosenAsync(
        DistributorDb db,
        IReadOnlyList<string> chosen,
        Instant now,
        CancellationToken cancellationToken
    ) => await ChosenAsync(db, await LoadAsync(db, cancellationToken), chosen, now, cancellationToken);

    private static async Task<IReadOnlyList<int>> ChosenAsync(
        DistributorDb db,
        List<Topic> topics,
        IReadOnlyList<string> chosen,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var ids = new List<int>();
        foreach (var name in chosen.Select(TopicSlug.Tidy).Where(name => name.Length > 0))
        {
            if (name == Topic.EverythingSlug)
            {
                continue;
            }
            var topic = Exact(topics, name);
            if (topic is null)
            {
                // A slip of the finger is forgiven against the well-known sections only, and never in a name with a
                // figure or of several parts: "Region 1" is not Local, "Health & Safety" is not Health.
                var isPlain = TopicWords.Parts(name).Count == 1 && !name.Any(char.IsDigit);
                var meant = isPlain ? TopicMatcher.BuiltIn.Match(name) ?? name : name;
                topic = Exact(topics, meant) ?? await CreateAsync(db, topics, meant, now, cancellationToken);
            }
            ids.Add(topic.Id);
        }
        return [.. ids.Distinct()];
    }

    /// <summary>
    /// A reader that recognised sections has weighed them (a page's section counts, its keywords do not): of the other
    /// categories only those are left to recognise that mean nothing but to this installation.
    /// </summary>
    private static IEnumerable<string> Candidates(ReadArticle article) =>
        article.Topics.Count == 0
            ? article.Categories
            : article.Topics.Concat(article.Categories.Where(category => TopicMatcher.BuiltIn.Match(category) is null));

    /// <summary>Recognises what this installation calls its topics; for looking, not for storing.</summary>
    public static async Task<TopicMatcher> MatcherAsync(DistributorDb db, CancellationToken cancellationToken) =>
        Matcher(await LoadAsync(db, cancellationToken));

    private static Task<List<Topic>> LoadAsync(DistributorDb db, CancellationToken cancellationToken) =>
        db
            .Topics.AsNoTracking()
            .Include(topic => topic.Aliases)
            .Where(topic => topic.Id != Topic.EverythingId)
            .OrderBy(topic => topic.Id)
            .ToListAsync(cancellationToken);

    private static TopicMatcher Matcher(List<Topic> topics) =>
        new(topics.Select(topic => new KnownTopic(topic.Name, [.. topic.Aliases.Select(alias => alias.Alias)])));

    private static Topic? Exact(List<Topic> topics, string name)
    {
        var words = TopicWords.Normalize(name);
        if (words.Length == 0)
        {
            return topics.Find(topic => topic.Name == name);
        }
        return topics.Find(topic => TopicWords.Normalize(topic.Name) == words)
            ?? topics.Find(topic => topic.Aliases.Exists(alias => TopicWords.Normalize(alias.Alias) == words));
    }

    private static async Task<Topic> CreateAsync(
        DistributorDb db,
        List<Topic> topics,
        string name,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var topic = new Topic
        {
            Slug = TopicSlug.Of(name, slug => topics.Exists(other => other.Slug == slug)),
            Name = name,
            CreatedAt = now,
        };
        db.Topics.Add(topic);
        await db.SaveChangesAsync(cancellationToken);
        topics.Add(topic);
        return topic;
    }
}

using System.Globalization;
using Distributor.Storage;
using Distributor.Subscribers.SigningUp;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Articles.Topics.Editing;

/// <summary>Changes of topics by admins and programs: names, aliases, joining two, deleting an empty one. Each is one transaction with its audit.</summary>
public sealed class TopicEditor(Database database, IClock clock)
{
    public const int LongestName = 80;

    public async Task<TopicResult> CreateAsync(string name, string by, CancellationToken cancellationToken)
    {
        var tidy = TopicSlug.Tidy(name);
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await FaultOfAsync(db, tidy, null, cancellationToken) is { } fault)
        {
            return new TopicResult(null, fault, "name");
        }
        var slugs = (await db.Topics.Select(t => t.Slug).ToListAsync(cancellationToken)).ToHashSet(
            StringComparer.Ordinal
        );
        var topic = new Topic
        {
            Slug = TopicSlug.Of(tidy, slugs.Contains),
            Name = tidy,
            CreatedAt = clock.GetCurrentInstant(),
        };
        db.Topics.Add(topic);
        await db.SaveChangesAsync(cancellationToken);
        Audit(db, by, "topic.add", topic.Id, null, tidy);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new TopicResult(topic.Id);
    }

    /// <summary>The old name stays as an alias, because sources go on using it. Addresses of pages do not change.</summary>
    public async Task<TopicResult> RenameAsync(int id, string name, string by, CancellationToken cancellationToken)
    {
        var tidy = TopicSlug.Tidy(name);
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await FindAsync(db, id, cancellationToken) is not { } topic)
        {
            return TopicResult.Gone;
        }
        if (topic.Name == tidy)
        {
            return new TopicResult(id);
        }
        if (await FaultOfAsync(db, tidy, id, cancellationToken) is { } fault)
        {
            return new TopicResult(id, fault, "name");
        }
        Audit(db, by, "topic.rename", id, topic.Name, tidy);
        var (old, now) = (TopicWords.Normalize(topic.Name), TopicWords.Normalize(tidy));
        topic.Name = tidy;
        topic.Aliases.RemoveAll(alias => alias.Alias == now);
        if (old.Length > 0 && old != now && !topic.Aliases.Exists(alias => alias.Alias == old))
        {
            topic.Aliases.Add(new TopicAlias { Alias = old, TopicId = id });
        }
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new TopicResult(id);
    }

    public async Task<TopicResult> AddAliasAsync(int id, string alias, string by, CancellationToken cancellationToken)
    {
        var words = TopicWords.Normalize(TopicSlug.Tidy(alias));
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await FindAsync(db, id, cancellationToken) is not { } topic)
        {
            return TopicResult.Gone;
        }
        if (topic.Aliases.Exists(one => one.Alias == words) || TopicWords.Normalize(topic.Name) == words)
        {
            return words.Length == 0 ? new TopicResult(id, "Write a word.", "alias") : new TopicResult(id);
        }
        if (await FaultOfAsync(db, TopicSlug.Tidy(alias), id, cancellationToken) is { } fault)
        {
            return new TopicResult(id, fault, "alias");
        }
        topic.Aliases.Add(new TopicAlias { Alias = words, TopicId = id });
        Audit(db, by, "topic.alias", id, null, words);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new TopicResult(id);
    }

    public async Task<TopicResult> RemoveAliasAsync(
        int id,
        string alias,
        string by,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await FindAsync(db, id, cancellationToken) is not { } topic)
        {
            return TopicResult.Gone;
        }
        var words = TopicWords.Normalize(alias);
        if (topic.Aliases.RemoveAll(one => one.Alias == alias || one.Alias == words) > 0)
        {
            Audit(db, by, "topic.unalias", id, alias, null);
            await db.SaveChangesAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        return new TopicResult(id);
    }

    /// <summary>Deletes a topic that nobody follows and nothing is filed under.</summary>
    public async Task<TopicResult> DeleteAsync(int id, string by, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await FindAsync(db, id, cancellationToken) is not { } topic)
        {
            return TopicResult.Gone;
        }
        var used =
            await db.Subscriptions.AnyAsync(s => s.TopicId == id, cancellationToken) ? "It has subscribers"
            : await db.ArticleTopics.AnyAsync(t => t.TopicId == id, cancellationToken) ? "Articles are filed under it"
            : await db.Set<Sources.SourceTopic>().AnyAsync(t => t.TopicId == id, cancellationToken)
                ? "A source is filed under it"
            : (await OpenSignUpsAsync(db, id, cancellationToken)).Count > 0 ? "Somebody has just asked for it"
            : null;
        if (used is not null)
        {
            return new TopicResult(id, used + "; merge it into another instead.");
        }
        await db.TopicMutes.Where(m => m.TopicId == id).ExecuteDeleteAsync(cancellationToken);
        Audit(db, by, "topic.delete", id, topic.Name, null);
        db.Topics.Remove(topic);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new TopicResult(id);
    }

    internal static async Task<List<SignUp>> OpenSignUpsAsync(
        DistributorDb db,
        int topic,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await db.SignUps.Where(s => s.ConfirmedAt == null).ToListAsync(cancellationToken)).Where(s =>
                SignUpChoices.FromJson(s.Choices).Topics.Contains(topic)
            ),
        ];

    internal void Audit(DistributorDb db, string by, string action, int topic, string? before, string? after) =>
        db.Audit.Add(
            new AuditEntry
            {
                At = clock.GetCurrentInstant(),
                Actor = by,
                Action = action,
                Subject = "topic:" + topic.ToString(CultureInfo.InvariantCulture),
                Before = before,
                After = after,
            }
        );

    private static Task<Topic?> FindAsync(DistributorDb db, int id, CancellationToken cancellationToken) =>
        db
            .Topics.Include(topic => topic.Aliases)
            .SingleOrDefaultAsync(topic => topic.Id == id && topic.Id != Topic.EverythingId, cancellationToken);

    /// <summary>Names and aliases are one set of words: each means one topic.</summary>
    private static async Task<string?> FaultOfAsync(
        DistributorDb db,
        string name,
        int? except,
        CancellationToken cancellationToken
    )
    {
        var words = TopicWords.Normalize(name);
        if (words.Length == 0 || name == Topic.EverythingSlug)
        {
            return "Write a name with letters or digits.";
        }
        var others = await db
            .Topics.AsNoTracking()
            .Include(topic => topic.Aliases)
            .Where(topic => topic.Id != except)
            .ToListAsync(cancellationToken);
        var taken =
            others.Find(topic => TopicWords.Normalize(topic.Name) == words)
            ?? others.Find(topic => topic.Aliases.Exists(alias => alias.Alias == words));
        return taken is null ? null : $"{taken.Name} has this name or alias; merge the two if they are the same.";
    }
}

using System.Data.Common;
using Distributor.Storage;
using Distributor.Subscribers.SigningUp;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Articles.Topics.Editing;

/// <summary>
/// Joins one topic with another, in one transaction of a few statements whatever its size: who followed it follows the other at
/// the same cadence, its articles are filed there, and its name becomes an alias, so that sources go on.
/// </summary>
public sealed class TopicMerge(Database database, TopicEditor editor, IClock clock)
{
    /// <summary>What is there already under the other topic stays; what is not moves; then the old is gone. Both databases understand it.</summary>
    private static readonly string[] Moves =
    [
        // The proof says that an admin did it; what was agreed to before stays under the old topic's number.
        """
            INSERT INTO subscription_events (address_id, topic_id, cadence, action, by, at)
            SELECT address_id, @into, cadence, 'merged', @by, @at FROM subscriptions WHERE topic_id = @id
            """,
        """
            INSERT INTO subscriptions (address_id, topic_id, cadence, created_at)
            SELECT address_id, @into, cadence, created_at FROM subscriptions WHERE topic_id = @id
            ON CONFLICT DO NOTHING
            """,
        "DELETE FROM subscriptions WHERE topic_id = @id",
        """
            INSERT INTO article_topics (article_id, topic_id, position)
            SELECT article_id, @into, position FROM article_topics WHERE topic_id = @id
            ON CONFLICT DO NOTHING
            """,
        "DELETE FROM article_topics WHERE topic_id = @id",
        """
            INSERT INTO source_topic (source_id, topic_id)
            SELECT source_id, @into FROM source_topic WHERE topic_id = @id
            ON CONFLICT DO NOTHING
            """,
        "DELETE FROM source_topic WHERE topic_id = @id",
        """
            INSERT INTO topic_mutes (address_id, topic_id, until, created_at)
            SELECT address_id, @into, until, created_at FROM topic_mutes WHERE topic_id = @id
            ON CONFLICT DO NOTHING
            """,
        "DELETE FROM topic_mutes WHERE topic_id = @id",
        "UPDATE topic_aliases SET topic_id = @into WHERE topic_id = @id",
    ];

    public async Task<TopicResult> MergeAsync(int id, int into, string by, CancellationToken cancellationToken)
    {
        if (id == into)
        {
            return new TopicResult(id, "Choose another topic.", "into");
        }
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var topics = await db
            .Topics.Where(topic => (topic.Id == id || topic.Id == into) && topic.Id != Topic.EverythingId)
            .ToDictionaryAsync(topic => topic.Id, cancellationToken);
        if (!topics.TryGetValue(id, out var gone))
        {
            return TopicResult.Gone;
        }
        if (!topics.TryGetValue(into, out var other))
        {
            return new TopicResult(id, "There is no such topic to merge into.", "into");
        }
        foreach (var statement in Moves)
        {
            await ExecuteAsync(db, statement, id, into, by, cancellationToken);
        }
        foreach (var signUp in await TopicEditor.OpenSignUpsAsync(db, id, cancellationToken))
        {
            var choices = SignUpChoices.FromJson(signUp.Choices);
            var topicIds = choices.Topics.Select(topic => topic == id ? into : topic).Distinct().ToList();
            var json = (choices with { Topics = topicIds }).ToJson();
            db.SignUps.Remove(signUp);
            await db.SaveChangesAsync(cancellationToken);
            db.SignUps.Add(Copy(signUp, json));
        }
        db.Topics.Remove(gone);
        await db.SaveChangesAsync(cancellationToken);
        var alias = TopicWords.Normalize(gone.Name);
        if (
            alias.Length > 0
            && alias != TopicWords.Normalize(other.Name)
            && !await db.TopicAliases.AnyAsync(one => one.Alias == alias, cancellationToken)
        )
        {
            db.TopicAliases.Add(new TopicAlias { Alias = alias, TopicId = into });
        }
        editor.Audit(db, by, "topic.merge", id, gone.Name, other.Name);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new TopicResult(into);
    }

    /// <summary>The same form under the same number, which its mailed link names.</summary>
    private static SignUp Copy(SignUp signUp, string choices) =>
        new()
        {
            Id = signUp.Id,
            AddressId = signUp.AddressId,
            Choices = choices,
            TextVersion = signUp.TextVersion,
            Ip = signUp.Ip,
            CreatedAt = signUp.CreatedAt,
            ExpiresAt = signUp.ExpiresAt,
        };

    private async Task ExecuteAsync(
        DistributorDb db,
        string sql,
        int id,
        int into,
        string by,
        CancellationToken cancellationToken
    )
    {
        // Through the context, which knows the transaction; only the statement's own parameters go along.
        await using var command = db.Database.GetDbConnection().CreateCommand();
        (string Name, object Value)[] parameters =
        [
            ("@id", id),
            ("@into", into),
            ("@by", by),
            ("@at", db.Stored(clock.GetCurrentInstant())),
        ];
        await db.Database.ExecuteSqlRawAsync(
            sql,
            parameters
                .Where(parameter => sql.Contains(parameter.Name, StringComparison.Ordinal))
                .Select(parameter => Parameter(command, parameter.Name, parameter.Value)),
            cancellationToken
        );
    }

    private static DbParameter Parameter(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        return parameter;
    }
}

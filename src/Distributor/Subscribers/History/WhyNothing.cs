using Distributor.Articles;
using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Digests;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.History;

/// <summary>
/// Answers "why did I not get this?": for one story and each address of a person, what the ledger says, and where it says
/// nothing, what of the person's wishes kept it away.
/// </summary>
public sealed class WhyNothing(Database database)
{
    private const int RecentStories = 30;

    /// <summary>The newest stories, to choose from.</summary>
    public async Task<IReadOnlyList<RecentStory>> RecentAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await (
            from article in db.Articles.AsNoTracking()
            where article.State == ArticleState.Complete || article.State == ArticleState.Waiting
            orderby article.Id descending
            join revision in db.ArticleRevisions on article.CurrentRevisionId equals revision.Id
            select new RecentStory(article.Id, revision.Title, article.ReceivedAt)
        )
            .Take(RecentStories)
            .ToListAsync(cancellationToken);
    }

    /// <returns>One answer for each address; null when article or person are gone.</returns>
    public async Task<IReadOnlyList<Answer>?> AskAsync(
        long subscriberId,
        long articleId,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var article = await db
            .Articles.AsNoTracking()
            .Include(a => a.Topics)
            .SingleOrDefaultAsync(a => a.Id == articleId, cancellationToken);
        var addresses = await db
            .Addresses.AsNoTracking()
            .Include(a => a.Subscriptions)
            .Include(a => a.Schedules)
            .AsSplitQuery()
            .Where(a => a.SubscriberId == subscriberId)
            .OrderBy(a => a.Id)
            .ToListAsync(cancellationToken);
        if (article is null || addresses.Count == 0)
        {
            return null;
        }
        var answers = new List<Answer>();
        foreach (var address in addresses)
        {
            var (got, sentences) = await OfAddressAsync(db, article, address, cancellationToken);
            answers.Add(new Answer(address.Channel, address.WrittenAs ?? address.Value, got, sentences));
        }
        return answers;
    }

    private static async Task<(bool Got, List<string> Sentences)> OfAddressAsync(
        DistributorDb db,
        Article article,
        Address address,
        CancellationToken cancellationToken
    )
    {
        var rows = await RowsAsync(db, article, address.Id, cancellationToken);
        var sentences = rows.ConvertAll(row =>
            $"{row.Title}: {DeliveryWords.State(row.State).ToLowerInvariant()}. {DeliveryWords.Why(row.State, row.Reason)}".Trim()
        );
        if (rows.Exists(row => row.State == DeliveryState.Accepted))
        {
            return (true, sentences);
        }
        if (article.State != ArticleState.Complete)
        {
            return (false, ["The story waits to be released: its source sent more than the flood threshold at once."]);
        }
        var topics = await db
            .Topics.AsNoTracking()
            .Where(topic => topic.Id != Topic.EverythingId)
            .ToDictionaryAsync(topic => topic.Id, topic => topic.Name, cancellationToken);
        sentences.AddRange(FromWishes(article, address, topics, rows.Count > 0));
        return (false, sentences);
    }

    /// <summary>The alert of the story, and the digests whose window the article lies in.</summary>
    private static async Task<List<StoryRow>> RowsAsync(
        DistributorDb db,
        Article article,
        long addressId,
        CancellationToken cancellationToken
    )
    {
        var alerts = await (
            from run in db.Runs
            where run.StoryId == article.StoryId && run.Kind == RunKind.Alert
            join row in db.Deliveries on new { run.Day, RunId = run.Id } equals new { row.Day, row.RunId }
            where row.AddressId == addressId
            select new StoryRow(run.Title, row.State, row.Reason)
        ).ToListAsync(cancellationToken);
        if (article.Sequence is { } sequence)
        {
            alerts.AddRange(
                await (
                    from row in db.Deliveries
                    where row.AddressId == addressId && row.WindowFrom < sequence && row.WindowTo >= sequence
                    join run in db.Runs on row.RunId equals run.Id
                    where run.Kind == RunKind.Digest
                    orderby row.Day
                    select new StoryRow(run.Title, row.State, row.Reason)
                )
                    .Take(5)
                    .ToListAsync(cancellationToken)
            );
        }
        return alerts;
    }

    private static IEnumerable<string> FromWishes(
        Article article,
        Address address,
        Dictionary<int, string> names,
        bool hasRows
    )
    {
        var arrived = article.CompletedAt ?? article.ReceivedAt;
        if (address.State != AddressState.Active)
        {
            yield return $"This address is {address.State.ToWord()} since {Day(address, address.StateSince)}"
                + $"{(address.StateReason is { } reason ? $" ({reason})" : "")}; it gets nothing but answers to its own forms.";
        }
        if (address.CreatedAt > arrived)
        {
            yield return "The story came before this address was added.";
            yield break;
        }
        var of = article.Topics.Select(topic => topic.TopicId).ToList();
        var followed = address
            .Subscriptions.Where(one => one.TopicId == Topic.EverythingId || of.Contains(one.TopicId))
            .ToList();
        if (followed.Count == 0)
        {
            var about =
                of.Count == 0 ? "no topic" : string.Join(", ", of.Select(id => names.GetValueOrDefault(id, "?")));
            yield return $"The story is filed under {about}; this address follows none of it.";
            yield break;
        }
        if (followed.TrueForAll(one => one.CreatedAt > arrived))
        {
            yield return "It follows the topic only since after the story came.";
        }
        if (followed.TrueForAll(one => one.Cadence == Cadence.Breaking) && !article.Breaking)
        {
            yield return "It wants breaking stories only; this one was not marked as breaking.";
        }
        foreach (var schedule in address.Schedules.Where(one => followed.Exists(wish => wish.Cadence == one.Cadence)))
        {
            if (article.Sequence > schedule.Cursor && schedule.NextAt != NextDigest.NotDue)
            {
                yield return $"It comes with the {schedule.Cadence.ToWord()} digest, due {Day(address, schedule.NextAt)}.";
            }
        }
        if (!hasRows && address.State == AddressState.Active && followed.Exists(one => one.Cadence == Cadence.Instant))
        {
            yield return "An alert is owed but not planned yet; look at the runs.";
        }
    }

    private static string Day(Address address, Instant at) =>
        at.InZone(TimeZones.Of(address.TimeZone))
            .ToString("d MMM HH:mm", System.Globalization.CultureInfo.InvariantCulture);

    private sealed record StoryRow(string Title, DeliveryState State, string? Reason);
}

public sealed record RecentStory(long ArticleId, string Title, Instant At);

/// <param name="Got">It was sent to this address.</param>
/// <param name="Sentences">What happened, or why nothing did.</param>
public sealed record Answer(ChannelKind Channel, string Address, bool Got, IReadOnlyList<string> Sentences);

using Distributor.Articles;
using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Digests;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Saving;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Planning.Forecasts;

/// <summary>Why an address gets an alert, or does not. The words for it are the caller's.</summary>
public enum AlertAnswer
{
    /// <summary>It has a row in the alert run: what became of it is there.</summary>
    Told,

    /// <summary>It will be told, or would be, had the alert not gone out before it followed the topic.</summary>
    Yes,
    QuietHours,
    NotActive,
    Muted,

    /// <summary>It wants breaking news only, and this is none.</summary>
    OnlyBreaking,

    /// <summary>It follows one of the topics, but by digest only.</summary>
    OnlyDigest,
    FollowsNone,
}

/// <param name="Until">Quiet hours end then.</param>
/// <param name="DigestAt">Its next digest, which will tell it; null when none will.</param>
/// <param name="WasInWindow">An earlier digest's window had it already.</param>
public sealed record ReaderAnswer(
    long AddressId,
    long SubscriberId,
    string? Name,
    ChannelKind Channel,
    string Value,
    AddressState State,
    AlertAnswer Alert,
    DeliveryState? Delivery,
    string? Reason,
    Instant? Until,
    Instant? DigestAt,
    bool WasInWindow
);

/// <summary>"Would this person get it?": looks somebody up by address, chat or name, and says why or why not.</summary>
public sealed class ReaderAnswers(Database database, IClock clock)
{
    public const int Most = 10;

    /// <param name="typed">An e-mail address, a chat id, or the beginning of a name or address.</param>
    public async Task<IReadOnlyList<ReaderAnswer>> FindAsync(
        long articleId,
        string typed,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var article = await db
            .Articles.AsNoTracking()
            .Include(one => one.Topics)
            .SingleOrDefaultAsync(one => one.Id == articleId, cancellationToken);
        if (article is null || typed.Trim() is not { Length: > 0 } search)
        {
            return [];
        }
        var answers = new List<ReaderAnswer>();
        foreach (var address in await AddressesAsync(db, search, cancellationToken))
        {
            answers.Add(await AnswerAsync(db, article, address, cancellationToken));
        }
        return answers;
    }

    private static async Task<List<Address>> AddressesAsync(
        DistributorDb db,
        string search,
        CancellationToken cancellationToken
    )
    {
        var small = search.ToLowerInvariant();
        var begins =
            small
                .Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("%", "\\%", StringComparison.Ordinal)
                .Replace("_", "\\_", StringComparison.Ordinal) + "%";
        var byValue = await db
            .Addresses.AsNoTracking()
            .Include(address => address.Subscriber)
            .Where(address => EF.Functions.Like(address.Value, begins, "\\"))
            .OrderBy(address => address.Value)
            .Take(Most)
            .ToListAsync(cancellationToken);
        if (byValue.Count == Most)
        {
            return byValue;
        }
#pragma warning disable CA1304, CA1311 // lower() of the database: there is no culture, and its index knows this form
        var byName = await (
            from subscriber in db.Subscribers
            where subscriber.Name != null && EF.Functions.Like(subscriber.Name.ToLower(), begins, "\\")
#pragma warning restore CA1304, CA1311
            join address in db.Addresses on subscriber.Id equals address.SubscriberId
            select address
        )
            .AsNoTracking()
            .Include(address => address.Subscriber)
            .Take(Most)
            .ToListAsync(cancellationToken);
        return [.. byValue.Concat(byName).DistinctBy(address => address.Id).Take(Most)];
    }

    private async Task<ReaderAnswer> AnswerAsync(
        DistributorDb db,
        Article article,
        Address address,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetCurrentInstant();
        var key = AlertRuns.KeyOf(article.StoryId);
        var row = await (
            from run in db.Runs
            where run.Kind == RunKind.Alert && run.Key == key
            join delivery in db.Deliveries
                on new
                {
                    run.Day,
                    RunId = run.Id,
                    AddressId = address.Id,
                } equals new
                {
                    delivery.Day,
                    delivery.RunId,
                    delivery.AddressId,
                }
            select new { delivery.State, delivery.Reason }
        ).FirstOrDefaultAsync(cancellationToken);
        var topics = article.Topics.OrderBy(topic => topic.Position).Select(topic => topic.TopicId).ToList();
        var follows = await db
            .Subscriptions.Where(s => s.AddressId == address.Id)
            .Where(s => s.TopicId == Topic.EverythingId || topics.Contains(s.TopicId))
            .ToListAsync(cancellationToken);
        var muted = await MutedTopics.OfAsync(db, address.Id, now, cancellationToken);
        var (digestAt, wasIn) = await DigestAsync(db, article, address, follows, cancellationToken);
        return new ReaderAnswer(
            address.Id,
            address.SubscriberId,
            address.Subscriber?.Name,
            address.Channel,
            address.Value,
            address.State,
            row is not null ? AlertAnswer.Told : Alert(article, topics, address, follows, muted, now),
            row?.State,
            row?.Reason ?? address.StateReason,
            address.QuietUntil,
            digestAt,
            wasIn
        );
    }

    private static AlertAnswer Alert(
        Article article,
        List<int> topics,
        Address address,
        List<Subscription> follows,
        MutedTopics muted,
        Instant now
    )
    {
        var alerting = follows.FindAll(s =>
            s.Cadence == Cadence.Instant || (s.Cadence == Cadence.Breaking && article.Breaking)
        );
        return address.State != AddressState.Active ? AlertAnswer.NotActive
            : follows.Count == 0 ? AlertAnswer.FollowsNone
            : alerting.Count == 0 && follows.Exists(s => s.Cadence == Cadence.Breaking) ? AlertAnswer.OnlyBreaking
            : alerting.Count == 0 ? AlertAnswer.OnlyDigest
            : muted.Silences(topics, alerting.Select(s => s.TopicId).ToHashSet()) ? AlertAnswer.Muted
            : address.QuietFrom <= now && address.QuietUntil > now ? AlertAnswer.QuietHours
            : AlertAnswer.Yes;
    }

    private static async Task<(Instant? At, bool WasInWindow)> DigestAsync(
        DistributorDb db,
        Article article,
        Address address,
        List<Subscription> follows,
        CancellationToken cancellationToken
    )
    {
        var cadences = follows
            .Select(s => s.Cadence)
            .Where(cadence => cadence is Cadence.Daily or Cadence.Weekly)
            .Distinct()
            .ToList();
        if (cadences.Count == 0 || address.State != AddressState.Active)
        {
            return (null, false);
        }
        var next = await db
            .DigestSchedules.Where(s => s.AddressId == address.Id && cadences.Contains(s.Cadence))
            .Where(s => s.NextAt != NextDigest.NotDue)
            .OrderBy(s => s.NextAt)
            .Select(s => new { s.NextAt, s.Cursor })
            .FirstOrDefaultAsync(cancellationToken);
        return next is null ? (null, false)
            : article.Sequence <= next.Cursor ? (null, true)
            : (next.NextAt, false);
    }
}

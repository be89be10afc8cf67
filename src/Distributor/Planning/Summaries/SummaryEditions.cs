using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Editions;
using Distributor.Digests;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Saving;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Cadence = Distributor.Subscribers.Cadence;

namespace Distributor.Planning.Summaries;

/// <summary>
/// Chooses what a claimed summary tells: the stories of the alerts that name it and are still wanted, the oldest first.
/// A claimed summary takes in no more, so whatever happened in between, what is told is what was left out.
/// </summary>
public sealed class SummaryEditions(Database database, EditionStore editions, IClock clock)
{
    private static readonly Duration Hour = Duration.FromHours(1);

    /// <summary>No alert waits longer for its summary.</summary>
    private const int MostDays = 31;

    /// <returns>Null when nothing of it is wanted any more.</returns>
    public async Task<long?> ChooseAsync(ClaimedDelivery row, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var stories = await StoriesAsync(db, row, cancellationToken);
        if (stories.Count == 0)
        {
            return null;
        }
        var (date, held) = await HeldAsync(db, row, cancellationToken);
        var contents = new EditionContents
        {
            Date = date,
            Held = held,
            Lead = stories[0],
            Topics =
            [
                .. stories
                    .Skip(1)
                    .GroupBy(story => story.TopicId)
                    .Select(topic => new ChosenTopic(topic.Key, [.. topic], More: 0)),
            ],
        };
        var draft = new EditionDraft(
            row.Key.RunId,
            row.Channel,
            row.Language,
            row.TimeZone,
            EditionDraft.Summary,
            contents
        );
        return (await editions.EnsureAsync([draft], cancellationToken))[0];
    }

    private async Task<List<ChosenStory>> StoriesAsync(
        DistributorDb db,
        ClaimedDelivery row,
        CancellationToken cancellationToken
    )
    {
        var (first, last, id) = (row.Key.Day.PlusDays(-MostDays), row.Key.Day.PlusDays(1), row.Key.Id);
        var told = await (
            from delivery in db.Deliveries
            where
                delivery.AddressId == row.Key.AddressId
                && delivery.Day >= first
                && delivery.Day <= last
                && delivery.State == DeliveryState.Suppressed
                && delivery.ExternalId == id
            join run in db.Runs on delivery.RunId equals run.Id
            where run.Kind == RunKind.Alert && run.StoryId != null
            orderby run.CreatedAt, run.Id
            select new
            {
                StoryId = run.StoryId!.Value,
                run.ArticleId,
                run.CreatedAt,
            }
        ).ToListAsync(cancellationToken);
        var articles = told.ConvertAll(alert => alert.ArticleId);
        var topics = (
            await db
                .ArticleTopics.Where(topic => articles.Contains(topic.ArticleId))
                .OrderBy(topic => topic.Position)
                .Select(topic => new { topic.ArticleId, topic.TopicId })
                .ToListAsync(cancellationToken)
        ).ToLookup(topic => (long?)topic.ArticleId, topic => topic.TopicId);
        var wanted = await db
            .Subscriptions.Where(s => s.AddressId == row.Key.AddressId && s.Cadence == Cadence.Instant)
            .Select(s => s.TopicId)
            .ToListAsync(cancellationToken);
        var muted = await MutedTopics.OfAsync(db, row.Key.AddressId, clock.GetCurrentInstant(), cancellationToken);
        return
        [
            .. told.Where(alert => wanted.Contains(Topic.EverythingId) || topics[alert.ArticleId].Any(wanted.Contains))
                .Where(alert => !muted.Silences(topics[alert.ArticleId], wanted))
                .Select(alert => new ChosenStory(
                    alert.StoryId,
                    topics[alert.ArticleId].Append(Topic.EverythingId).First(),
                    HeldAt: alert.CreatedAt
                )),
        ];
    }

    /// <summary>
    /// The time it stands for, and the readers' date of its end. Read off the run's hour and the address's clock face, not off the
    /// moment: told late, it is still the summary of that night.
    /// </summary>
    private static async Task<(LocalDate Date, HeldTime Held)> HeldAsync(
        DistributorDb db,
        ClaimedDelivery row,
        CancellationToken cancellationToken
    )
    {
        var hour = SummaryRuns.HourOf(row.RunKey);
        var zone = Subscribers.TimeZones.Of(row.TimeZone);
        var clock = await db
            .Addresses.Where(a => a.Id == row.Key.AddressId)
            .Select(a => new { a.QuietStart, a.QuietEnd })
            .SingleAsync(cancellationToken);
        // Only the message of a chat names the hour of its digest.
        var digest =
            row.Channel == ChannelKind.Telegram
                ? await db
                    .DigestSchedules.Where(s =>
                        s.AddressId == row.Key.AddressId && s.Cadence == Cadence.Daily && s.NextAt != NextDigest.NotDue
                    )
                    .Select(s => (LocalTime?)s.LocalTime)
                    .SingleOrDefaultAsync(cancellationToken)
                : null;
        if (
            clock is { QuietStart: { } start, QuietEnd: { } end }
            && QuietHours.At(hour - Duration.Epsilon, start, end, zone) is { } quiet
            && quiet.Until < hour + Hour
        )
        {
            return (quiet.Until.InZone(zone).Date, new HeldTime(start, end, Quiet: true, digest));
        }
        var until = hour.InZone(zone).LocalDateTime;
        var from = (hour - Hour).InZone(zone).TimeOfDay;
        return (until.Date, new HeldTime(from, until.TimeOfDay, Quiet: false, digest));
    }
}

using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Delivery.Figures;

/// <summary>Answers of the outside since some time, by channel.</summary>
public sealed record SentTotals(long Mails, long TelegramMessages, long Failed, long Uncertain, long Retries)
{
    public long All => Mails + TelegramMessages;
}

/// <summary>What was accepted and what failed in one minute.</summary>
public sealed record MinuteFigures(Instant Minute, long Mails, long TelegramMessages, long Failed);

/// <summary>Reads the minutes that are counted while outcomes are recorded; a day of them is a few thousand rows.</summary>
public sealed class SendingFigures(Database database)
{
    public async Task<SentTotals> SinceAsync(Instant from, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var counts = await db
            .DeliveryMinutes.Where(minute => minute.Minute >= from)
            .GroupBy(minute => new { minute.State, IsTelegram = minute.LaneId == Lane.Telegram })
            .Select(group => new
            {
                group.Key.State,
                group.Key.IsTelegram,
                N = group.Sum(minute => minute.N),
            })
            .ToListAsync(cancellationToken);
        long Of(DeliveryState state, bool? telegram = null) =>
            counts.Where(one => one.State == state && (telegram ?? one.IsTelegram) == one.IsTelegram).Sum(one => one.N);
        return new SentTotals(
            Of(DeliveryState.Accepted, telegram: false),
            Of(DeliveryState.Accepted, telegram: true),
            Of(DeliveryState.Failed),
            Of(DeliveryState.Uncertain),
            Of(DeliveryState.Deferred)
        );
    }

    /// <summary>Each of the last minutes up to and including the running one, also those in which nothing happened.</summary>
    public async Task<List<MinuteFigures>> MinutesAsync(Instant now, int minutes, CancellationToken cancellationToken)
    {
        var last = Instant.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / 60 * 60);
        var first = last - Duration.FromMinutes(minutes - 1);
        await using var db = database.CreateDbContext();
        var counts = await db
            .DeliveryMinutes.Where(minute => minute.Minute >= first)
            .GroupBy(minute => new
            {
                minute.Minute,
                minute.State,
                IsTelegram = minute.LaneId == Lane.Telegram,
            })
            .Select(group => new
            {
                group.Key.Minute,
                group.Key.State,
                group.Key.IsTelegram,
                N = group.Sum(minute => minute.N),
            })
            .ToListAsync(cancellationToken);
        var byMinute = counts.ToLookup(one => one.Minute);
        return
        [
            .. Enumerable
                .Range(0, minutes)
                .Select(index => first + Duration.FromMinutes(index))
                .Select(minute => new MinuteFigures(
                    minute,
                    byMinute[minute]
                        .Where(one => one.State == DeliveryState.Accepted && !one.IsTelegram)
                        .Sum(one => one.N),
                    byMinute[minute]
                        .Where(one => one.State == DeliveryState.Accepted && one.IsTelegram)
                        .Sum(one => one.N),
                    byMinute[minute].Where(one => one.State == DeliveryState.Failed).Sum(one => one.N)
                )),
        ];
    }

    /// <summary>Deletes minutes older than charts reach.</summary>
    public async Task<int> CleanAsync(Instant before, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await db.DeliveryMinutes.Where(minute => minute.Minute < before).ExecuteDeleteAsync(cancellationToken);
    }
}

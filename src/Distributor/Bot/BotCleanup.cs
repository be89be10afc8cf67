using Distributor.Storage;
using Distributor.Subscribers.Saving;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Bot;

/// <summary>Forgets what nobody asks for again: handled updates after a week, mutes that are over, saved stories nobody fetched.</summary>
public sealed class BotCleanup(Database database, MuteService mutes, SaveService saves, IClock clock)
{
    private static readonly Duration Kept = Duration.FromDays(7);

    /// <returns>How many updates were deleted.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await mutes.ForgetAsync(cancellationToken);
        await saves.ForgetAsync(cancellationToken);
        var before = clock.GetCurrentInstant() - Kept;
        await using var db = database.CreateDbContext();
        return await db
            .BotUpdates.Where(update => update.HandledAt != null && update.HandledAt < before)
            .ExecuteDeleteAsync(cancellationToken);
    }
}

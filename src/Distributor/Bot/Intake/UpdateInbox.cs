using Distributor.Jobs;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Bot.Intake;

/// <summary>Keeps updates before they are confirmed to Telegram, and wakes whoever handles them.</summary>
internal sealed class UpdateInbox(Database database, IClock clock, TimeProvider time)
{
    private const int Attempts = 3;

    /// <summary>Rings when something was stored by this process.</summary>
    public NewWork News { get; } = new(time);

    /// <summary>A second copy is left out.</summary>
    /// <returns>How many are new.</returns>
    public async Task<int> StoreAsync(IReadOnlyCollection<IncomingUpdate> updates, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var stored = await StoreNewAsync(updates, cancellationToken);
                News.Announce();
                return stored;
            }
            catch (DbUpdateException exception) when (attempt < Attempts && Collision.Is(exception))
            {
                // The same update in two requests at once: the other one stored it.
            }
        }
    }

    private async Task<int> StoreNewAsync(
        IReadOnlyCollection<IncomingUpdate> updates,
        CancellationToken cancellationToken
    )
    {
        var ids = updates.Select(update => update.Id).ToList();
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var known = await db
            .BotUpdates.Where(update => ids.Contains(update.UpdateId))
            .Select(update => update.UpdateId)
            .ToListAsync(cancellationToken);
        db.BotUpdates.AddRange(
            updates
                .Where(update => !known.Contains(update.Id))
                .DistinctBy(update => update.Id)
                .Select(update => new BotUpdate
                {
                    UpdateId = update.Id,
                    Body = update.Body,
                    ReceivedAt = now,
                })
        );
        var stored = await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return stored;
    }
}

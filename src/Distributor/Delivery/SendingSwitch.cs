using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Delivery;

/// <summary>
/// Stops all sending, of every instance, within a second, and loses nothing: rows stay due and go out when it is
/// resumed. The state is a row of the database, so that it also holds after a restart.
/// </summary>
public sealed class SendingSwitch(Database database, IClock clock, TimeProvider time)
{
    private const string SettingName = "sending";
    private const string Stopped = "stopped";
    private const string Running = "running";

    /// <summary>Every sender asks before every claim; this long the last answer is good.</summary>
    private static readonly TimeSpan CacheTime = TimeSpan.FromMilliseconds(250);

    private Answer? last;

    /// <summary>True also when the database cannot be read: who cannot ask does not send.</summary>
    public async ValueTask<bool> IsStoppedAsync(CancellationToken cancellationToken)
    {
        if (last is { } answer && time.GetElapsedTime(answer.At) < CacheTime)
        {
            return answer.IsStopped;
        }
        bool isStopped;
        try
        {
            isStopped = (await ReadAsync(cancellationToken)).IsStopped;
        }
        catch (Exception exception) when (DatabaseFault.Is(exception))
        {
            isStopped = true;
        }
        last = new Answer(isStopped, time.GetTimestamp());
        return isStopped;
    }

    /// <summary>Which it is, since when and by whom. Never changed means running.</summary>
    public async Task<SendingState> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var row = await db
            .Settings.AsNoTracking()
            .SingleOrDefaultAsync(setting => setting.Name == SettingName, cancellationToken);
        return row is null
            ? new SendingState(false, null, null)
            : new SendingState(row.Value == Stopped, row.ChangedAt, row.ChangedBy);
    }

    /// <returns>The state afterwards; stopping what is stopped keeps since when and by whom.</returns>
    public Task<SendingState> StopAsync(string actor, CancellationToken cancellationToken) =>
        SetAsync(Stopped, "sending.stop", actor, cancellationToken);

    /// <inheritdoc cref="StopAsync"/>
    public Task<SendingState> ResumeAsync(string actor, CancellationToken cancellationToken) =>
        SetAsync(Running, "sending.resume", actor, cancellationToken);

    private async Task<SendingState> SetAsync(
        string value,
        string action,
        string actor,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetCurrentInstant();
        // One statement that both providers know, so that two who press it at once do not collide.
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO settings (name, value, changed_at, changed_by) VALUES ({SettingName}, {Running}, {Stamp(now)}, {actor}) ON CONFLICT (name) DO NOTHING",
            cancellationToken
        );
        var changed = await db
            .Settings.Where(setting => setting.Name == SettingName && setting.Value != value)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(setting => setting.Value, value)
                        .SetProperty(setting => setting.ChangedAt, now)
                        .SetProperty(setting => setting.ChangedBy, actor),
                cancellationToken
            );
        if (changed > 0)
        {
            db.Audit.Add(
                new AuditEntry
                {
                    At = now,
                    Actor = actor,
                    Action = action,
                    Before = value == Stopped ? Running : Stopped,
                    After = value,
                }
            );
            await db.SaveChangesAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
        last = null;
        return await ReadAsync(cancellationToken);
    }

    /// <summary>Raw SQL does not know the model's conversion.</summary>
    private object Stamp(Instant now) => database.Provider == DatabaseProvider.Sqlite ? now.ToUnixTimeTicks() : now;

    private sealed record Answer(bool IsStopped, long At);
}

/// <param name="Since">Null when it was never changed.</param>
/// <param name="By">Who changed it last.</param>
public sealed record SendingState(bool IsStopped, Instant? Since, string? By);

using System.Text.Json.Nodes;

namespace Distributor.Testing.BotApi;

/// <summary>getUpdates: one asks at a time and may wait for news.</summary>
sealed class LongPoll
{
    const int MostUpdates = 100;
    const int LongestWaitSeconds = 50;

    readonly BotWorld world;
    TaskCompletionSource<BotApiAnswer>? waiting;
    int waitingLimit;

    public LongPoll(BotWorld world)
    {
        this.world = world;
        world.Updates.Added += Deliver;
    }

    public async Task<BotApiAnswer> GetUpdatesAsync(CallArguments arguments, CancellationToken cancellationToken)
    {
        var limit = arguments.Number("limit") is >= 1 and <= MostUpdates and var asked ? (int)asked : MostUpdates;
        var seconds = (int)Math.Clamp(arguments.Number("timeout"), 0, LongestWaitSeconds);
        TaskCompletionSource<BotApiAnswer> mine;
        lock (world.Sync)
        {
            if (world.IsWebhookSet)
            {
                return BotApiErrors.WebhookIsActive;
            }
            End(BotApiErrors.OtherGetUpdates);
            world.Updates.Allow(arguments);
            world.Updates.Confirm(arguments.Number("offset"));
            if (world.Updates.Count > 0 || seconds == 0)
            {
                return world.Updates.Batch(limit);
            }
            mine = waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
            waitingLimit = limit;
        }
        world.Changed();
        await using var timer = world.Time.CreateTimer(
            _ => Leave(mine, new JsonArray()),
            null,
            TimeSpan.FromSeconds(seconds),
            Timeout.InfiniteTimeSpan
        );
        await using var gone = cancellationToken.Register(() => Leave(mine, null));
        return await mine.Task;
    }

    /// <summary>True while somebody waits.</summary>
    public bool IsWaiting => Volatile.Read(ref waiting) is not null;

    /// <summary>Sends the one who waits away. The caller holds the lock.</summary>
    public void End(BotApiError error)
    {
        waiting?.TrySetResult(error);
        waiting = null;
    }

    void Deliver()
    {
        if (waiting is not null)
        {
            waiting.TrySetResult(world.Updates.Batch(waitingLimit));
            waiting = null;
        }
    }

    void Leave(TaskCompletionSource<BotApiAnswer> mine, BotApiAnswer? answer)
    {
        lock (world.Sync)
        {
            waiting = waiting == mine ? null : waiting;
            if (answer is null)
            {
                mine.TrySetCanceled();
            }
            else
            {
                mine.TrySetResult(answer);
            }
        }
    }
}

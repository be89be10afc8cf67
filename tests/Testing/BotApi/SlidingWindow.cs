namespace Distributor.Testing.BotApi;

/// <summary>At most <paramref name="limit"/> in any stretch of <paramref name="span"/>, exact to the tick. What happened a whole span ago no longer counts.</summary>
sealed class SlidingWindow(int limit, TimeSpan span)
{
    readonly Queue<TimeSpan> taken = new();

    /// <summary>How long until <paramref name="cost"/> would pass; zero means now. More than the limit passes an empty window.</summary>
    public TimeSpan Wait(int cost, TimeSpan now)
    {
        Forget(now);
        var tooMany = taken.Count + Math.Min(cost, limit) - limit;
        return tooMany <= 0 ? TimeSpan.Zero : taken.ElementAt(tooMany - 1) + span - now;
    }

    public void Take(int cost, TimeSpan now)
    {
        for (var i = 0; i < cost; i++)
        {
            taken.Enqueue(now);
        }
    }

    /// <summary>How many count now.</summary>
    public int Count(TimeSpan now)
    {
        Forget(now);
        return taken.Count;
    }

    void Forget(TimeSpan now)
    {
        while (taken.TryPeek(out var oldest) && oldest <= now - span)
        {
            taken.Dequeue();
        }
    }
}

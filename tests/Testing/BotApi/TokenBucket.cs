namespace Distributor.Testing.BotApi;

/// <summary>A bucket that refills steadily. A batch larger than the bucket passes when it is full and leaves a debt.</summary>
sealed class TokenBucket(int capacity, double refillPerSecond)
{
    double tokens = capacity;
    TimeSpan asOf;

    /// <summary>How long until <paramref name="cost"/> would pass; zero means now.</summary>
    public TimeSpan Wait(int cost, TimeSpan now)
    {
        Refill(now);
        // Sums of tenths of seconds shall not refuse for a billionth of a token.
        var missing = Math.Min(cost, capacity) - tokens - 1e-9;
        return missing <= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(missing / refillPerSecond);
    }

    public void Take(int cost, TimeSpan now)
    {
        Refill(now);
        tokens -= cost;
    }

    void Refill(TimeSpan now)
    {
        tokens = Math.Min(capacity, tokens + (now - asOf).TotalSeconds * refillPerSecond);
        asOf = now;
    }
}

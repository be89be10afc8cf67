namespace Distributor.Testing.BotApi;

/// <summary>The limits of one chat.</summary>
sealed class ChatRates(RateRules rules, bool isPrivate)
{
    readonly SlidingWindow? group = isPrivate ? null : new(rules.GroupLimit, rules.GroupSpan);

    public TokenBucket Bucket { get; } = new(rules.ChatBurst, rules.ChatRefillPerSecond);

    public Ban Ban { get; } = new(rules);

    /// <summary>When somebody other than the bot last wrote here.</summary>
    public TimeSpan? WroteAt { get; set; }

    public TimeSpan Wait(int cost, TimeSpan now)
    {
        var bucket = Bucket.Wait(cost, now);
        var window = group?.Wait(cost, now) ?? TimeSpan.Zero;
        return bucket > window ? bucket : window;
    }

    public void Take(int cost, TimeSpan now)
    {
        Bucket.Take(cost, now);
        group?.Take(cost, now);
    }
}

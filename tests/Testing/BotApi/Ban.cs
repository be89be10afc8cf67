namespace Distributor.Testing.BotApi;

/// <summary>The closed time after a refusal, of one chat or of the whole bot.</summary>
sealed class Ban(RateRules rules)
{
    TimeSpan until;
    TimeSpan told;
    int inside;

    /// <summary>What is left; zero when open.</summary>
    public TimeSpan Left(TimeSpan now) => until > now ? until - now : TimeSpan.Zero;

    /// <summary>Closes for whole seconds, at least one, and returns them.</summary>
    public int Start(TimeSpan wait, TimeSpan now)
    {
        var seconds = Seconds(wait);
        told = now;
        until = now + TimeSpan.FromSeconds(seconds);
        inside = 0;
        return seconds;
    }

    /// <summary>A request that comes although it is closed: the seconds left, longer for those who do not listen.</summary>
    public int Knock(TimeSpan now)
    {
        if (IsHeard(now) && ++inside > rules.PatienceInABan)
        {
            var longer = Left(now) * 2;
            until = now + (longer < rules.LongestBan ? longer : rules.LongestBan);
        }
        return Seconds(Left(now));
    }

    /// <summary>Whether whoever calls now must know of it.</summary>
    public bool IsHeard(TimeSpan now) => now - told >= rules.TimeToHear;

    static int Seconds(TimeSpan wait) => Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
}

using NodaTime;

namespace Distributor.Delivery;

/// <summary>A lane as a claimer sees it.</summary>
/// <param name="ParentId">The lane it belongs to; null for the lane of the whole channel.</param>
/// <param name="Spacing">Between two messages, the lane's own or its parent's, whichever is longer; zero without a limit.</param>
/// <param name="Breakdowns">How often in a row it was found out of order; then one message at a time is let through.</param>
/// <param name="ParentBreakdowns">The same of the lane it belongs to.</param>
/// <param name="ReadyIn">How long until it may send; zero or less: now.</param>
/// <param name="IsTroubled">It or its parent has a reason for an admin to read, which the next arrival wipes out.</param>
public sealed record ReadyLane(
    int Id,
    int? ParentId,
    Duration Spacing,
    int Breakdowns,
    int ParentBreakdowns,
    Duration ReadyIn,
    bool IsTroubled
)
{
    private static readonly Duration QuarterOfASecond = Duration.FromMilliseconds(250);

    /// <summary>The lane of the bot or SMTP account.</summary>
    public int ChannelId => ParentId ?? Id;

    /// <summary>The breakdowns of the channel's own lane.</summary>
    public int ChannelBreakdowns => ParentId is null ? Breakdowns : ParentBreakdowns;

    /// <summary>The most a claim takes: what the lane sends in a quarter of a second. Two batches and the slots reserved ahead make
    /// three quarters, so that urgent rows wait less than a second.</summary>
    public int Most(int limit) =>
        Breakdowns + ParentBreakdowns > 0 ? 1
        : Spacing <= Duration.Zero ? limit
        : Math.Clamp((int)(QuarterOfASecond / Spacing), 1, limit);
}

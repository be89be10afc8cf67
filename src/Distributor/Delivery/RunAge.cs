using NodaTime;

namespace Distributor.Delivery;

/// <summary>
/// How old a row may become before it is no longer worth sending, counted from its planning. Longer than the retry ladder up to
/// its last step, so that an outage of a night loses nothing; shorter than news stays news.
/// </summary>
public static class RunAge
{
    private static readonly Duration Alert = Duration.FromHours(24);
    private static readonly Duration Edit = Duration.FromHours(24);
    private static readonly Duration DailyDigest = Duration.FromHours(48);
    private static readonly Duration WeeklyDigest = Duration.FromDays(6);
    private static readonly Duration Notice = Duration.FromDays(3);

    /// <param name="key">The run's key; a weekly digest may be later than a daily one.</param>
    /// <returns>Minutes, as the run keeps them.</returns>
    public static int Minutes(RunKind kind, string key) =>
        (int)
            (
                kind switch
                {
                    RunKind.Alert or RunKind.Summary => Alert,
                    RunKind.Edit => Edit,
                    RunKind.Digest when key.StartsWith("weekly:", StringComparison.Ordinal) => WeeklyDigest,
                    RunKind.Digest => DailyDigest,
                    _ => Notice,
                }
            ).TotalMinutes;
}

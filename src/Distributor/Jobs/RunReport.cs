using Distributor.Delivery;
using NodaTime;

namespace Distributor.Jobs;

/// <summary>What a run's job says when it ends: the result shown in the jobs dashboard.</summary>
/// <param name="NextDueAt">The earliest due time of an open row; null when none is open.</param>
public sealed record RunReport(
    long Planned,
    long Sending,
    long Deferred,
    long Accepted,
    long Failed,
    long Suppressed,
    long Uncertain,
    DateTimeOffset? NextDueAt
)
{
    public long Open => Planned + Sending + Deferred;

    public static RunReport Of(RunTotals totals, Instant? nextDue) =>
        new(
            totals.Planned,
            totals.Sending,
            totals.Deferred,
            totals.Accepted,
            totals.Failed,
            totals.Suppressed,
            totals.Uncertain,
            nextDue?.ToDateTimeOffset()
        );
}

using Distributor.Delivery;
using NodaTime;

namespace Distributor.Jobs;

/// <summary>What a run's job says when it ends: the result shown in the jobs dashboard.</summary>
/// <param name="NextDueAt">The earliest due time of an open row; null when none is open.</param>
/// <param name="PlanAgainAt">When the run is planned, or planned further; null when it is planned.</param>
public sealed record RunReport(
    long Planned,
    long Sending,
    long Deferred,
    long Accepted,
    long Failed,
    long Suppressed,
    long Uncertain,
    DateTimeOffset? NextDueAt,
    DateTimeOffset? PlanAgainAt = null
)
{
    public long Open => Planned + Sending + Deferred;

    /// <summary>The run is not over, and its job looks again.</summary>
    public bool IsOpen => Open > 0 || PlanAgainAt is not null;

    public static RunReport Of(RunTotals totals, Instant? nextDue, Instant? planAgain) =>
        new(
            totals.Planned,
            totals.Sending,
            totals.Deferred,
            totals.Accepted,
            totals.Failed,
            totals.Suppressed,
            totals.Uncertain,
            nextDue?.ToDateTimeOffset(),
            planAgain?.ToDateTimeOffset()
        );
}

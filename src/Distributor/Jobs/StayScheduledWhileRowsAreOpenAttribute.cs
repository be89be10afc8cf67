using Hangfire.Common;
using Hangfire.States;

namespace Distributor.Jobs;

/// <summary>
/// A run's job plans and reports; it never waits. While rows of the run are open its Succeeded becomes Scheduled at the
/// earliest due time, or when there is more to plan, under the same id, so that the jobs dashboard shows the run as what it is: not over.
/// </summary>
/// <remarks>An attribute and not a global filter: global filters are process-wide and would be added once a host.</remarks>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StayScheduledWhileRowsAreOpenAttribute : JobFilterAttribute, IElectStateFilter
{
    /// <summary>Rows are sent by loops, not by this job: looking again sooner shows nothing new.</summary>
    public static readonly TimeSpan Soonest = TimeSpan.FromSeconds(5);

    /// <summary>Open rows without a due time wait for an admin; somebody who releases them wakes the job.</summary>
    public static readonly TimeSpan Held = TimeSpan.FromMinutes(5);

    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is SucceededState { Result: RunReport { IsOpen: true } report })
        {
            var at = When(report, DateTime.UtcNow);
            context.CandidateState = new ScheduledState(at)
            {
                Reason = FormattableString.Invariant(
                    $"{report.Open} rows are open{(report.PlanAgainAt is null ? "" : ", more may be planned")}"
                ),
            };
        }
    }

    /// <summary>When the job of a run that is not over looks again, in UTC.</summary>
    internal static DateTime When(RunReport report, DateTime now)
    {
        // What is planned or being sent is decided in moments; the end of a lease is not what the run waits for.
        var due =
            report.Planned + report.Sending > 0 ? now
            : report.Open > 0 ? report.NextDueAt?.UtcDateTime ?? now + Held
            : DateTime.MaxValue;
        var at = report.PlanAgainAt?.UtcDateTime is { } again && again < due ? again : due;
        return at < now + Soonest ? now + Soonest : at;
    }
}

using Hangfire.Common;
using Hangfire.States;

namespace Distributor.Jobs;

/// <summary>
/// A run's job plans and reports; it never waits. While rows of the run are open its Succeeded becomes Scheduled at the
/// earliest due time, under the same id, so that the jobs dashboard shows the run as what it is: not over.
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
        if (context.CandidateState is SucceededState { Result: RunReport { Open: > 0 } report })
        {
            var at = When(report, DateTime.UtcNow);
            context.CandidateState = new ScheduledState(at)
            {
                Reason = FormattableString.Invariant($"{report.Open} rows are open"),
            };
        }
    }

    /// <summary>When the job of a run with open rows looks again, in UTC.</summary>
    internal static DateTime When(RunReport report, DateTime now)
    {
        // What is planned or being sent is decided in moments; the end of a lease is not what the run waits for.
        var due = report.Planned + report.Sending > 0 ? now : report.NextDueAt?.UtcDateTime ?? now + Held;
        return due < now + Soonest ? now + Soonest : due;
    }
}

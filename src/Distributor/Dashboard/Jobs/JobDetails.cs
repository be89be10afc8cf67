using System.Globalization;
using Distributor.Jobs;
using Hangfire;
using Hangfire.Dashboard;

namespace Distributor.Dashboard.Jobs;

/// <summary>On the page of a run's job, the way back to the run.</summary>
internal static class JobDetails
{
    private static int added;

    /// <summary>Hangfire keeps its renderers for the whole process.</summary>
    public static void AddOnce()
    {
        if (Interlocked.Exchange(ref added, 1) == 0)
        {
            GlobalConfiguration.Configuration.UseJobDetailsRenderer(10, job => new NonEscapedString(Link(job) ?? ""));
        }
    }

    private static string? Link(JobDetailsRendererDto job) =>
        job.JobDetails.Job is { } known && known.Type == typeof(RunJob) && known.Args is [long runId, ..]
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"<p><a class=\"btn btn-default\" href=\"/admin/runs/{runId}\">Run {runId}: rows, states and reasons</a></p>"
            )
            : null;
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Distributor.Delivery;

namespace Distributor.Telemetry;

/// <summary>What is measured before anything is claimed: planning of runs and rendering of editions.</summary>
public sealed class PlanningTelemetry
{
    private const string Kind = "distributor.run.kind";

    private readonly RunTraces traces;
    private readonly Histogram<double> duration;
    private readonly Counter<long> rows;
    private readonly Histogram<double> render;

    public PlanningTelemetry(IMeterFactory meters, RunTraces traces)
    {
        this.traces = traces;
        var meter = meters.Meter();
        duration = meter.Duration(
            "distributor.ledger.plan.duration",
            "Planning of one run, from its first slice to its last."
        );
        rows = meter.Counter("distributor.ledger.plan.rows", "{row}", "New rows written by planning.");
        render = meter.Duration(
            "distributor.edition.render.duration",
            "Rendering of one edition: once for all its readers."
        );
    }

    /// <summary>Measures until it is disposed of.</summary>
    public Planning Plan(Run run) =>
        new(this, run.Kind, traces.Start("plan", ActivityKind.Internal, run.Id), Stopwatch.GetTimestamp());

    /// <param name="layout">One of the few of <c>EditionDraft</c>.</param>
    /// <param name="began">Timestamp of <see cref="Stopwatch"/>.</param>
    public void Rendered(string layout, long began) =>
        render.Record(
            Stopwatch.GetElapsedTime(began).TotalSeconds,
            Instrumentation.Tag("distributor.edition.layout", layout)
        );

    /// <summary>One run being planned.</summary>
    public sealed class Planning(PlanningTelemetry telemetry, RunKind kind, Activity? span, long began) : IDisposable
    {
        /// <summary>New rows; set it before the end.</summary>
        public int Rows { get; set; }

        public void Dispose()
        {
            var label = Instrumentation.Tag(Kind, kind.Word());
            telemetry.duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, label);
            telemetry.rows.Add(Rows, label);
            span?.SetTag(Kind, kind.Word()).SetTag("distributor.rows", Rows).Dispose();
        }
    }
}

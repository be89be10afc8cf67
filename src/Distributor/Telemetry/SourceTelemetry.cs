using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Distributor.Telemetry;

/// <summary>What is measured of polling feeds.</summary>
public sealed class SourceTelemetry
{
    private readonly Histogram<double> polls;
    private readonly Counter<long> items;

    public SourceTelemetry(IMeterFactory meters)
    {
        var meter = meters.Meter();
        polls = meter.Duration("distributor.source.poll.duration", "One poll of one source: fetching and reading.");
        items = meter.Counter("distributor.source.items", "{item}", "Items of feeds that brought something.");
    }

    /// <summary>The span of one poll; the articles it brings have traces of their own, linked with this one.</summary>
    internal static Activity? Poll(long sourceId) =>
        Instrumentation.Spans.StartActivity("poll")?.SetTag("distributor.source.id", sourceId);

    public void Succeeded(bool isUnchanged, int created, int updated, int held, TimeSpan took)
    {
        polls.Record(took.TotalSeconds, Result(isUnchanged ? "unchanged" : "read"));
        items.Add(created, Result("created"));
        items.Add(updated, Result("updated"));
        items.Add(held, Result("held"));
    }

    public void Failed(TimeSpan took)
    {
        polls.Record(took.TotalSeconds, Result("failed"));
        if (Activity.Current is { Source.Name: Instrumentation.Name } span)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }

    private static KeyValuePair<string, object?> Result(string result) =>
        Instrumentation.Tag("distributor.source.result", result);
}

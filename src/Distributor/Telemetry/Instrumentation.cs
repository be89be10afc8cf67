using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Distributor.Telemetry;

/// <summary>The one meter and the one activity source, and what all instruments have in common; docs/metrics.md names each.</summary>
public static class Instrumentation
{
    /// <summary>Of the meter and of the activity source.</summary>
    public const string Name = "Distributor";

    /// <summary>Static, as activity sources are: when nobody listens, a span costs one look at a field.</summary>
    internal static readonly ActivitySource Spans = new(Name);

    /// <summary>From a millisecond on the wire to a digest that waited for a day.</summary>
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
        [
            0.001,
            0.0025,
            0.005,
            0.01,
            0.025,
            0.05,
            0.1,
            0.25,
            0.5,
            1,
            2.5,
            5,
            10,
            30,
            60,
            300,
            1_800,
            7_200,
            28_800,
            86_400,
        ],
    };

    private static readonly InstrumentAdvice<int> Rows = new()
    {
        HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
    };

    /// <summary>The meter of this host; the factory keeps it, so all classes that ask get the same.</summary>
    internal static Meter Meter(this IMeterFactory factory) => factory.Create(Name);

    internal static Histogram<double> Duration(this Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "s", description, tags: null, Seconds);

    internal static Histogram<int> Sizes(this Meter meter, string name, string description) =>
        meter.CreateHistogram(name, "{row}", description, tags: null, Rows);

    internal static Counter<long> Counter(this Meter meter, string name, string unit, string description) =>
        meter.CreateCounter<long>(name, unit, description);

    internal static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}

using System.Diagnostics.Metrics;
using Distributor.Delivery.Sending;
using Distributor.Site;
using Distributor.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Distributor.Tests.Telemetry;

/// <summary>Instruments nobody reads, for classes that a test makes by hand.</summary>
internal static class TestTelemetry
{
    public static RunTraces Traces { get; } = new(Options.Create(new SiteOptions()));

    public static SendingTelemetry Sending(TimeProvider time) => new(Meters(), Traces, new OnTheWay(), time);

    public static SourceTelemetry Sources() => new(Meters());

    private static IMeterFactory Meters() =>
        new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}

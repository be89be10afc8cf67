using System.Diagnostics.Metrics;

namespace Distributor.Telemetry;

/// <summary>
/// How many connections to PostgreSQL this process has, over all its pools. The driver counts them by pool and names a pool by its
/// connection string, in one case with the password; so its own figures are summed here and its names go nowhere.
/// </summary>
internal sealed class DatabaseConnections : IDisposable
{
    private const string State = "db.client.connection.state";

    private readonly MeterListener driver = new();
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> counted = [];

    public DatabaseConnections(Meter meter)
    {
        driver.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: TelemetryServices.Driver, Name: "db.client.connection.count" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        driver.SetMeasurementEventCallback<int>((_, count, tags, _) => Count(count, tags));
        driver.SetMeasurementEventCallback<long>((_, count, tags, _) => Count(count, tags));
        driver.Start();
        meter.CreateObservableGauge(
            "distributor.database.connections",
            Read,
            "{connection}",
            "Connections to PostgreSQL, over all pools of this process."
        );
    }

    public void Dispose() => driver.Dispose();

    private void Count(long count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (name == State && value is "idle" or "used")
            {
                var state = (string)value;
                counted[state] = counted.GetValueOrDefault(state) + count;
            }
        }
    }

    /// <summary>The callbacks run within the call that asks for them.</summary>
    private List<Measurement<long>> Read()
    {
        lock (gate)
        {
            counted.Clear();
            driver.RecordObservableInstruments();
            return
            [
                .. counted.Select(state => new Measurement<long>(
                    state.Value,
                    Instrumentation.Tag("distributor.connection.state", state.Key)
                )),
            ];
        }
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Distributor.Telemetry;

/// <summary>What is measured of the bot's incoming updates.</summary>
public sealed class BotTelemetry(IMeterFactory meters)
{
    private readonly Histogram<double> updates = meters
        .Meter()
        .Duration("distributor.bot.update.duration", "Handling of one update, by what became of it.");

    /// <summary>The span of one try; null when nobody listens.</summary>
    internal static Activity? Start(long updateId) =>
        Instrumentation
            .Spans.StartActivity("bot update", ActivityKind.Consumer)
            ?.SetTag("distributor.bot.update.id", updateId);

    /// <param name="isDone">Handled or given up; otherwise it is tried again.</param>
    /// <param name="began">Timestamp of <see cref="Stopwatch"/>.</param>
    public void Ended(bool isDone, long began)
    {
        var result = isDone ? "done" : "later";
        updates.Record(
            Stopwatch.GetElapsedTime(began).TotalSeconds,
            Instrumentation.Tag("distributor.bot.result", result)
        );
        Activity.Current?.SetTag("distributor.bot.result", result);
    }
}

using System.CommandLine;
using Distributor.Benchmarks.Measuring;

namespace Distributor.Benchmarks.Latency;

internal static class LatencyCommand
{
    public static Command Create()
    {
        var size = BenchOptions.Size("Readers of the digest that is being sent meanwhile.", 100_000);
        var times = new Option<int>("--times")
        {
            Description = "Articles pushed and measured.",
            DefaultValueFactory = _ => 60,
        };
        var command = new Command("latency", "From the push of an article to its first alert on the wire.")
        {
            size,
            times,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                new LatencyScenario(parsed.GetValue(size), parsed.GetValue(times)).RunAsync(cancellationToken)
        );
        return command;
    }
}

using System.CommandLine;
using Distributor.Benchmarks.Measuring;

namespace Distributor.Benchmarks.Memory;

internal static class MemoryCommand
{
    public static Command Create()
    {
        var size = BenchOptions.Size("Readers of the large digest; the small one has 10,000.");
        var minutes = new Option<double>("--minutes")
        {
            Description = "Sending of one digest is watched no longer than this.",
            DefaultValueFactory = _ => 4,
        };
        var command = new Command("memory", "The most memory the program holds while it plans and sends a digest.")
        {
            size,
            minutes,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                new MemoryScenario(parsed.GetValue(size), TimeSpan.FromMinutes(parsed.GetValue(minutes))).RunAsync(
                    cancellationToken
                )
        );
        return command;
    }
}

using System.CommandLine;
using Distributor.Benchmarks.Measuring;

namespace Distributor.Benchmarks.Instances;

internal static class InstancesCommand
{
    public static Command Create()
    {
        var size = BenchOptions.Size("How many readers the digest goes to.", 200_000);
        var instances = new Option<int>("--instances")
        {
            Description = "Processes that share it.",
            DefaultValueFactory = _ => 4,
        };
        var command = new Command(
            "instances",
            "Several instances share a digest and are restarted one after the other while they send: the rate, what was lost or sent twice, and the connections to PostgreSQL."
        )
        {
            size,
            instances,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                new InstancesScenario(parsed.GetValue(size), parsed.GetValue(instances)).RunAsync(cancellationToken)
        );
        return command;
    }
}

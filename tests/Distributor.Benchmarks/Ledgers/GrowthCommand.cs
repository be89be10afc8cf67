using System.CommandLine;
using Distributor.Benchmarks.Measuring;

namespace Distributor.Benchmarks.Ledgers;

internal static class GrowthCommand
{
    public static Command Create()
    {
        var size = BenchOptions.Size("How many subscribers; alerts go to a hundredth, a tenth and all of them.");
        var database = BenchOptions.Database();
        var times = new Option<int>("--times")
        {
            Description = "How often each size is measured; the median counts.",
            DefaultValueFactory = _ => 3,
        };
        var growth = new Command("growth", "Does a recipient cost more when there are more of them?")
        {
            size,
            database,
            times,
        };
        growth.SetAction(
            (parsed, cancellationToken) =>
                new GrowthScenario(parsed.GetValue(size), parsed.GetValue(times)).RunAsync(
                    parsed.GetValue(database),
                    cancellationToken
                )
        );
        return growth;
    }
}

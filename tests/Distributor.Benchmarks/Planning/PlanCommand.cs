using System.CommandLine;
using Distributor.Benchmarks.Measuring;

namespace Distributor.Benchmarks.Planning;

internal static class PlanCommand
{
    public static Command Create()
    {
        var size = BenchOptions.Size("How many subscribers; one alert goes to all of them, one to three of ten.");
        var database = BenchOptions.Database();
        var pairs = BenchOptions.Pairs(5);
        var plan = new Command(
            "plan",
            "Plans an alert beside a bare INSERT … SELECT of the same rows; when can its first rows be claimed?"
        )
        {
            size,
            database,
            pairs,
        };
        plan.SetAction(
            (parsed, cancellationToken) =>
                new PlanScenario(parsed.GetValue(size), parsed.GetValue(pairs)).RunAsync(
                    parsed.GetValue(database),
                    cancellationToken
                )
        );
        return plan;
    }
}

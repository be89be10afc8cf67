using System.CommandLine;
using Distributor.Benchmarks.Measuring;

namespace Distributor.Benchmarks.Ledgers;

internal static class ChurnCommand
{
    public static Command Create()
    {
        var size = BenchOptions.Size("How many rows are changed again and again.", 200_000);
        var database = BenchOptions.Database();
        var changes = new Option<long>("--changes")
        {
            Description = "How many row changes.",
            DefaultValueFactory = _ => 10_000_000,
        };
        var churn = new Command(
            "churn",
            "Claims rows and puts them back, millions of times: do claims slow down, does the ledger swell?"
        )
        {
            size,
            database,
            changes,
        };
        churn.SetAction(
            (parsed, cancellationToken) =>
                new ChurnScenario(parsed.GetValue(size), parsed.GetValue(changes)).RunAsync(
                    parsed.GetValue(database),
                    cancellationToken
                )
        );
        return churn;
    }
}

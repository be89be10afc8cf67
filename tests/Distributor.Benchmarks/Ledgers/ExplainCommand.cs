using System.CommandLine;
using Distributor.Benchmarks.Measuring;

namespace Distributor.Benchmarks.Ledgers;

internal static class ExplainCommand
{
    public static Command Create()
    {
        var size = BenchOptions.Size("How many rows the ledger has.", 10_000_000);
        var database = BenchOptions.Database();
        var explain = new Command(
            "explain",
            "Explains every statement of the ledger; ends with 1 when one scans the ledger."
        )
        {
            size,
            database,
        };
        explain.SetAction(
            (parsed, cancellationToken) =>
                new ExplainScenario(parsed.GetValue(size)).RunAsync(parsed.GetValue(database), cancellationToken)
        );
        return explain;
    }
}

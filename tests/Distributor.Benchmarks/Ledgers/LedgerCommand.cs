using System.CommandLine;
using Distributor.Benchmarks.Measuring;

namespace Distributor.Benchmarks.Ledgers;

internal static class LedgerCommand
{
    public static Command Create()
    {
        var size = BenchOptions.Size("How many subscribers; the alert goes to all of them.");
        var database = BenchOptions.Database();
        var pairs = BenchOptions.Pairs(3);
        var ledger = new Command(
            "ledger",
            "Plans, claims and accepts an alert to everybody, beside the same steps by pgbench."
        )
        {
            size,
            database,
            pairs,
        };
        ledger.SetAction(
            (parsed, cancellationToken) =>
                new LedgerScenario(parsed.GetValue(size), parsed.GetValue(pairs)).RunAsync(
                    parsed.GetValue(database),
                    cancellationToken
                )
        );
        return ledger;
    }
}

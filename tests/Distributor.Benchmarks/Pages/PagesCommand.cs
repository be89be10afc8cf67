using System.CommandLine;
using Distributor.Benchmarks.Measuring;

namespace Distributor.Benchmarks.Pages;

internal static class PagesCommand
{
    public static Command Create()
    {
        var size = BenchOptions.Size("How many subscribers; the ledger has three rows for each.");
        var database = BenchOptions.Database();
        var times = new Option<int>("--times")
        {
            Description = "Requests measured a page.",
            DefaultValueFactory = _ => 40,
        };
        var only = new Option<string?>("--only") { Description = "Pages whose name contains this." };
        var limit = new Option<int?>("--limit")
        {
            Description = "Ends with 1 when the p95 of a page is above so many milliseconds.",
        };
        var pages = new Command(
            "pages",
            "Asks the pages of the dashboard over HTTP; one JSON line a page with its p50, p95 and p99 in milliseconds."
        )
        {
            size,
            database,
            times,
            only,
            limit,
        };
        pages.SetAction(
            (parsed, cancellationToken) =>
                new PagesScenario(
                    parsed.GetValue(size),
                    parsed.GetValue(times),
                    parsed.GetValue(only),
                    parsed.GetValue(limit)
                ).RunAsync(parsed.GetValue(database), cancellationToken)
        );
        return pages;
    }
}

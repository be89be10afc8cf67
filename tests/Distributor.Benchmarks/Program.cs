using System.CommandLine;
using Distributor.Benchmarks;

var size = new Option<int>("--size")
{
    Description = "How many subscribers; the ledger has three rows for each.",
    DefaultValueFactory = _ => 1_000_000,
};
var database = new Option<string?>("--database")
{
    Description =
        "Connection string of a PostgreSQL database to use; filled when it is empty, kept afterwards. Without it a private server is made and thrown away.",
};
var times = new Option<int>("--times") { Description = "Requests measured a page.", DefaultValueFactory = _ => 40 };
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
return await new RootCommand("Measures Distributor.") { pages }
    .Parse(args)
    .InvokeAsync();

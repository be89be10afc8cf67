using System.CommandLine;
using Distributor.Benchmarks.Ledgers;
using Distributor.Benchmarks.Pages;
using Distributor.Benchmarks.Planning;

return await new RootCommand("Measures Distributor: one JSON line for each thing measured.")
{
    PagesCommand.Create(),
    PlanCommand.Create(),
    LedgerCommand.Create(),
    GrowthCommand.Create(),
    ExplainCommand.Create(),
    ChurnCommand.Create(),
}
    .Parse(args)
    .InvokeAsync();

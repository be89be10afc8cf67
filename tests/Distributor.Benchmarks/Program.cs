using System.CommandLine;
using Distributor.Benchmarks.Pages;
using Distributor.Benchmarks.Planning;

return await new RootCommand("Measures Distributor: one JSON line for each thing measured.")
{
    PagesCommand.Create(),
    PlanCommand.Create(),
}
    .Parse(args)
    .InvokeAsync();

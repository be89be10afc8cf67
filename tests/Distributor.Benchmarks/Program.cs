using System.CommandLine;
using Distributor.Benchmarks.Instances;
using Distributor.Benchmarks.Pages;

return await new RootCommand("Measures Distributor: one JSON line for each thing measured.")
{
    PagesCommand.Create(),
    InstancesCommand.Create(),
}
    .Parse(args)
    .InvokeAsync();

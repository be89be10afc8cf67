using System.CommandLine;
using Distributor.Benchmarks.Mail;
using Distributor.Benchmarks.Pages;

return await new RootCommand("Measures Distributor: one JSON line for each thing measured.")
{
    EmailCommand.Create(),
    PagesCommand.Create(),
}
    .Parse(args)
    .InvokeAsync();

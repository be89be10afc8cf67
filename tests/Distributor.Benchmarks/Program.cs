using System.CommandLine;
using Distributor.Benchmarks.Ledgers;
using Distributor.Benchmarks.Instances;
using Distributor.Benchmarks.Mail;
using Distributor.Benchmarks.Pages;
using Distributor.Benchmarks.Planning;
using Distributor.Benchmarks.Report;

var root = new RootCommand("Measures Distributor: one JSON line for each thing measured.");
root.Add(PagesCommand.Create());
root.Add(PlanCommand.Create());
root.Add(LedgerCommand.Create());
root.Add(GrowthCommand.Create());
root.Add(ExplainCommand.Create());
root.Add(ChurnCommand.Create());
root.Add(EmailCommand.Create());
root.Add(InstancesCommand.Create());
root.Add(ReportCommand.Create());
return await root.Parse(args).InvokeAsync();

using System.CommandLine;
using Distributor.Benchmarks.Latency;
using Distributor.Benchmarks.Memory;
using Distributor.Benchmarks.Pages;
using Distributor.Benchmarks.Telegram;

return await new RootCommand("Measures Distributor: one JSON line for each thing measured.")
{
    PagesCommand.Create(),
    TelegramCommand.Create(),
    LatencyCommand.Create(),
    MemoryCommand.Create(),
}
    .Parse(args)
    .InvokeAsync();

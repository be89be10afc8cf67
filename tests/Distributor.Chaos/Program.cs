using System.CommandLine;
using Distributor.Chaos;

// Time to end the processes and the server that were started, also after Ctrl+C.
return await ChaosCommand
    .Create()
    .Parse(args)
    .InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });

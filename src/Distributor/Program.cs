return await Distributor.Cli.CommandLine.RunAsync(args);

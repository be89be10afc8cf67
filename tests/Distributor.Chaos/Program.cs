return await Distributor.Chaos.ChaosCommand.Create().Parse(args).InvokeAsync();

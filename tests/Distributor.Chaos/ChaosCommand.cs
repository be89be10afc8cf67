using System.CommandLine;

namespace Distributor.Chaos;

internal static class ChaosCommand
{
    public static RootCommand Create()
    {
        var usual = new ChaosOptions();
        var seed = new Option<int?>("--seed")
        {
            Description = "Of an earlier run, to choose the same disasters again.",
        };
        var kills = Number("--kills", "How often an instance is killed with SIGKILL.", usual.Kills);
        var outages = Number("--outages", "How often PostgreSQL is stopped and started.", usual.Outages);
        var jumps = Number("--jumps", "How often the clock of an instance jumps.", usual.Jumps);
        var readers = Number("--readers", "Each has a mailbox and a chat.", usual.Readers);
        var instances = Number("--instances", "Processes on one database.", usual.Instances);
        var minutes = Number(
            "--minutes",
            "The storm takes no longer; what is open afterwards is waited for.",
            (int)usual.Minutes
        );
        var command = new RootCommand(
            "Kills, stops and misleads Distributor while it sends, and compares afterwards what was owed with what came. "
                + "Ends with 1 when something does not reconcile."
        )
        {
            seed,
            kills,
            outages,
            jumps,
            readers,
            instances,
            minutes,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var report = await ChaosRun.RunAsync(
                    new ChaosOptions
                    {
                        Seed = parsed.GetValue(seed) ?? Random.Shared.Next(),
                        Kills = parsed.GetValue(kills),
                        Outages = parsed.GetValue(outages),
                        Jumps = parsed.GetValue(jumps),
                        Readers = parsed.GetValue(readers),
                        Instances = parsed.GetValue(instances),
                        Minutes = parsed.GetValue(minutes),
                    },
                    Console.WriteLine,
                    cancellationToken
                );
                return report.Reconciles ? 0 : 1;
            }
        );
        return command;
    }

    private static Option<int> Number(string name, string description, int usual)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var number) && number >= 0))
            {
                result.AddError($"{name} is {token.Value}; it must be a whole number, e.g. {usual}");
            }
        });
        return option;
    }
}

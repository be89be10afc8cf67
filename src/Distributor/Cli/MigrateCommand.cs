using System.CommandLine;
using Distributor.Storage;

namespace Distributor.Cli;

internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command(
            "migrate",
            "Brings the database up to date; needs no other command beside it on SQLite."
        );
        command.SetAction(
            (_, cancellationToken) =>
                CommandHost.RunAsync(
                    async (services, token) =>
                    {
                        // CommandHost has migrated already; asking again tells whether anything is left.
                        var pending = await services.GetRequiredService<Migrator>().IsPendingAsync(token);
                        Console.WriteLine(pending ? "pending" : "up to date");
                        return pending ? 1 : 0;
                    },
                    cancellationToken
                )
        );
        return command;
    }
}

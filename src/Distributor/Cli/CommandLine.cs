using System.CommandLine;

namespace Distributor.Cli;

/// <summary>The commands, one file each in this folder; <c>serve</c> is what runs without a name.</summary>
public static class CommandLine
{
    /// <returns>The exit code: 0 done, 1 failed or in part, 2 not understood.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Distributor turns new articles into Telegram alerts and e-mail digests.")
        {
            ServeCommand.Create(),
            WorkCommand.Create(),
            IngestCommand.Create(),
            DigestCommand.Create(),
            SourcesCommand.Create(),
            MigrateCommand.Create(),
            SubscribersCommand.Create(),
            AdminCommand.Create(),
            ApiKeyCommand.Create(),
            SendingCommands.Stop(),
            SendingCommands.Resume(),
            DemoCommand.Create(),
        };
        root.TreatUnmatchedTokensAsErrors = true;
        var parsed = root.Parse(WithCommand(args));
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync(
                $"{parsed.Errors[0].Message} See: distributor {parsed.CommandResult.Command.Name} --help"
            );
            return 2;
        }
        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // The host listens to signals itself and drains for longer than the two seconds of this default.
                ProcessTerminationTimeout = null,
            }
        );
    }

    /// <summary><c>serve</c> is what runs without a name, also when settings such as <c>--urls</c> are given.</summary>
    private static string[] WithCommand(string[] args) =>
        args.Length == 0
        || (args[0].StartsWith("--", StringComparison.Ordinal) && args[0] is not ("--help" or "--version"))
            ? ["serve", .. args]
            : args;
}

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
            IngestCommand.Create(),
            SourcesCommand.Create(),
            MigrateCommand.Create(),
            SubscribersCommand.Create(),
            ApiKeyCommand.Create(),
            SendingCommands.Stop(),
            SendingCommands.Resume(),
        };
        root.TreatUnmatchedTokensAsErrors = true;
        return await root.Parse(args.Length == 0 ? ["serve"] : args)
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }
}

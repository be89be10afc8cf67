using System.CommandLine;
using System.Globalization;
using System.Text;
using Distributor.Subscribers.Exporting;
using Distributor.Subscribers.Importing;

namespace Distributor.Cli;

internal static class SubscribersCommand
{
    /// <summary>More bad rows than this are counted in the JSON, not listed; all of them are on stderr.</summary>
    private const int MostListed = 1000;

    public static Command Create() =>
        new("subscribers", "Reads and writes subscribers as CSV.") { ImportCommand(), ExportCommand() };

    private static Command ImportCommand()
    {
        var file = new Argument<string>("FILE") { Description = "A CSV file in UTF-8; - is stdin." };
        var json = Output.JsonOption();
        var command = new Command("import", "Takes subscribers from a file; taking it twice changes nothing.")
        {
            file,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandHost.RunAsync(
                    (services, token) =>
                        ImportAsync(services, parsed.GetRequiredValue(file), parsed.GetValue(json), token),
                    cancellationToken
                )
        );
        return command;
    }

    private static Command ExportCommand()
    {
        var command = new Command("export", "Prints all subscribers as the import reads them.");
        command.SetAction(
            (_, cancellationToken) =>
                CommandHost.RunAsync(
                    async (services, token) =>
                    {
                        await using var output = new StreamWriter(
                            Console.OpenStandardOutput(),
                            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
                        );
                        await services.GetRequiredService<SubscriberExporter>().ExportAsync(output, token);
                        return 0;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> ImportAsync(
        IServiceProvider services,
        string path,
        bool json,
        CancellationToken cancellationToken
    )
    {
        var listed = new List<BadRow>();
        var progress = Console.IsErrorRedirected ? null : new TerminalProgress("rows");
        var importer = services.GetRequiredService<SubscriberImporter>();
        using var reader = Open(path);
        var totals = await importer.ImportAsync(
            reader,
            Output.Actor,
            Report,
            done => progress?.Report(done.Rows),
            cancellationToken
        );
        progress?.Clear();
        if (json)
        {
            Output.Json(
                new
                {
                    totals.Rows,
                    totals.Added,
                    totals.Changed,
                    totals.Unchanged,
                    totals.Kept,
                    totals.Bad,
                    BadRows = listed,
                }
            );
        }
        else
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{totals.Rows} rows: {totals.Added} added, {totals.Changed} changed, {totals.Unchanged} unchanged, {totals.Kept} left unsubscribed, bounced or deleted, {totals.Bad} bad"
                )
            );
        }
        return totals.Bad == 0 ? 0 : 1;

        void Report(BadRow bad)
        {
            progress?.Clear();
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"line {bad.Line}: {bad.Reason}"));
            if (listed.Count < MostListed)
            {
                listed.Add(bad);
            }
        }
    }

    private static StreamReader Open(string path) =>
        SubscriberFile.Open(path == "-" ? Console.OpenStandardInput() : File.OpenRead(path));
}

using System.CommandLine;
using Distributor.Sources;

namespace Distributor.Cli;

/// <summary><c>sources import</c> and <c>export</c>: lists of feeds to and from other readers.</summary>
internal static class SourcesOpmlCommands
{
    public static Command Import()
    {
        var file = new Argument<FileInfo>("file") { Description = "An OPML file." };
        var json = SourcesCommand.JsonOption();
        var command = new Command("import", "Adds the feeds of an OPML file; known ones stay as they are.")
        {
            file,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandHost.RunAsync(
                    (services, token) => ImportAsync(services, parsed.GetValue(file)!, parsed.GetValue(json), token),
                    cancellationToken
                )
        );
        return command;
    }

    public static Command Export()
    {
        var json = SourcesCommand.JsonOption();
        var command = new Command("export", "Prints the feeds as OPML.") { json };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandHost.RunAsync(
                    async (services, token) =>
                    {
                        var all = await services.GetRequiredService<SourceCatalog>().ListAsync(token);
                        var feeds = all.Where(source => source.Kind == SourceKind.Feed)
                            .Select(source => new OpmlFeed(new Uri(source.Address), source.Title, source.Topics));
                        Console.WriteLine(parsed.GetValue(json) ? CliJson.Line(feeds) : Opml.Write(feeds));
                        return 0;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> ImportAsync(
        IServiceProvider services,
        FileInfo file,
        bool json,
        CancellationToken cancellationToken
    )
    {
        if (!file.Exists)
        {
            await Console.Error.WriteLineAsync($"{file.FullName}: there is no such file");
            return 1;
        }
        OpmlContent content;
        await using (var stream = file.OpenRead())
        {
            content = Opml.Read(stream);
        }
        if (content.Error is not null)
        {
            await Console.Error.WriteLineAsync($"{file.FullName}: {content.Error}");
            return 1;
        }
        var catalog = services.GetRequiredService<SourceCatalog>();
        var created = 0;
        foreach (var feed in content.Feeds)
        {
            var (_, isNew) = await catalog.AddAsync(
                feed.Address,
                feed.Title,
                feed.Topics,
                SourcesCommand.Actor,
                cancellationToken
            );
            created += isNew ? 1 : 0;
        }
        foreach (var fault in content.Faults)
        {
            await Console.Error.WriteLineAsync($"{file.FullName}: {fault}");
        }
        var unchanged = content.Feeds.Count - created;
        Console.WriteLine(
            json
                ? CliJson.Line(
                    new
                    {
                        created,
                        unchanged,
                        bad = content.Faults.Count,
                    }
                )
                : FormattableString.Invariant($"{created} added, {unchanged} known, {content.Faults.Count} bad")
        );
        return content.Faults.Count == 0 ? 0 : 1;
    }
}

using System.CommandLine;
using Distributor.Sources;

namespace Distributor.Cli;

/// <summary><c>sources</c>: the feeds that are polled.</summary>
internal static class SourcesCommand
{
    public static Command Create() =>
        new("sources", "Adds, lists, imports and exports the feeds that are polled.")
        {
            Add(),
            List(),
            Release(),
            SourcesOpmlCommands.Import(),
            SourcesOpmlCommands.Export(),
        };

    public static Option<bool> JsonOption() => new("--json") { Description = "Prints JSON." };

    public static string Actor => $"cli:{Environment.UserName}";

    private static Command Add()
    {
        var url = new Argument<string>("url") { Description = "The feed, or a page of the site that has one." };
        var topics = new Option<string[]>("--topic")
        {
            Description = "A topic for every article of it; created when new. May be given several times.",
            DefaultValueFactory = _ => [],
        };
        var json = JsonOption();
        var command = new Command("add", "Adds a feed; of a page, its feed is looked for.") { url, topics, json };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandHost.RunAsync(
                    (services, token) =>
                        AddAsync(
                            services,
                            parsed.GetValue(url)!,
                            parsed.GetValue(topics)!,
                            parsed.GetValue(json),
                            token
                        ),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> AddAsync(
        IServiceProvider services,
        string url,
        string[] topics,
        bool json,
        CancellationToken cancellationToken
    )
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            await Console.Error.WriteLineAsync($"{url}: it is no web address; an example: https://paper.example/feed");
            return 1;
        }
        var found = await services.GetRequiredService<SourceDiscovery>().FindAsync(address, cancellationToken);
        if (found.Address is not { } feed)
        {
            await Console.Error.WriteLineAsync($"{url}: {found.Error}");
            return 1;
        }
        var catalog = services.GetRequiredService<SourceCatalog>();
        var (id, isNew) = await catalog.AddAsync(feed, found.Title, topics, Actor, cancellationToken);
        Console.WriteLine(
            json
                ? CliJson.Line(
                    new
                    {
                        id,
                        address = feed.AbsoluteUri,
                        title = found.Title,
                        status = isNew ? "created" : "unchanged",
                    }
                )
                : FormattableString.Invariant($"{id} {found.Title} {feed.AbsoluteUri}")
        );
        return 0;
    }

    private static Command List()
    {
        var json = JsonOption();
        var command = new Command("list", "Lists the sources, with what their last poll brought.") { json };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandHost.RunAsync(
                    async (services, token) =>
                    {
                        var sources = await services.GetRequiredService<SourceCatalog>().ListAsync(token);
                        if (parsed.GetValue(json))
                        {
                            Console.WriteLine(CliJson.Line(sources));
                            return 0;
                        }
                        foreach (var source in sources)
                        {
                            Console.WriteLine(LineOf(source));
                        }
                        return 0;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static string LineOf(SourceEntry source)
    {
        var line = FormattableString.Invariant(
            $"{source.Id} {CliJson.Word(source.State)} {source.Title} {source.Address}"
        );
        line += source.Topics.Count > 0 ? $" [{string.Join(", ", source.Topics)}]" : "";
        line +=
            source.Waiting > 0
                ? FormattableString.Invariant($"; {source.Waiting} wait: sources release {source.Id}")
                : "";
        return line + (source.LastError is null ? "" : $"; {source.LastError}");
    }

    private static Command Release()
    {
        var id = new Argument<long>("id") { Description = "The source's number in `sources list`." };
        var json = JsonOption();
        var command = new Command("release", "Lets the items go that wait because there were too many in one poll.")
        {
            id,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandHost.RunAsync(
                    async (services, token) =>
                    {
                        var number = parsed.GetValue(id);
                        var catalog = services.GetRequiredService<SourceCatalog>();
                        if (await catalog.ReleaseAsync(number, Actor, token) is not { } released)
                        {
                            await Console.Error.WriteLineAsync(
                                FormattableString.Invariant($"There is no source {number}; `sources list` shows them.")
                            );
                            return 1;
                        }
                        Console.WriteLine(
                            parsed.GetValue(json)
                                ? CliJson.Line(new { released })
                                : FormattableString.Invariant($"released {released}")
                        );
                        return 0;
                    },
                    cancellationToken
                )
        );
        return command;
    }
}

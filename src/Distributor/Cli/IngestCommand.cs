using System.CommandLine;
using Distributor.Articles.Reading;
using Distributor.Sources;
using Distributor.Sources.Fetching;
using Distributor.Sources.Inputs;

namespace Distributor.Cli;

internal static class IngestCommand
{
    public static Command Create()
    {
        var inputs = new Argument<string[]>("input")
        {
            Description = "Files, directories (read recursively) or addresses of articles and feeds.",
            Arity = ArgumentArity.OneOrMore,
        };
        var topics = new Option<string[]>("--topic")
        {
            Description = "A topic for every article; created when new. May be given several times.",
            DefaultValueFactory = _ => [],
        };
        var format = new Option<InputFormat>("--format")
        {
            Description = "What the inputs are, when looking at them does not tell: auto, text, html or feed.",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only reads; stores nothing, needs no database." };
        var json = new Option<bool>("--json") { Description = "One JSON object per input and line on stdout." };
        var command = new Command("ingest", "Reads articles and feeds once, as news however old they are.")
        {
            inputs,
            topics,
            format,
            dryRun,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
            {
                var run = new Run(
                    parsed.GetValue(inputs)!,
                    parsed.GetValue(topics)!,
                    parsed.GetValue(format),
                    parsed.GetValue(json)
                );
                return parsed.GetValue(dryRun)
                    ? CommandHost.RunWithoutDatabaseAsync(
                        (services, token) => run.ExecuteAsync(services, store: null, token),
                        cancellationToken
                    )
                    : CommandHost.RunAsync(
                        (services, token) =>
                            run.ExecuteAsync(services, services.GetRequiredService<InputIntake>(), token),
                        cancellationToken
                    );
            }
        );
        return command;
    }

    private sealed record Run(
        IReadOnlyList<string> Arguments,
        IReadOnlyList<string> Topics,
        InputFormat Format,
        bool Json
    )
    {
        /// <param name="store">Null stores nothing.</param>
        /// <returns>1 when an input could not be read; the others are read all the same.</returns>
        public async Task<int> ExecuteAsync(
            IServiceProvider services,
            InputIntake? store,
            CancellationToken cancellationToken
        )
        {
            var inputs = new IngestInputs(
                services.GetRequiredService<SourceFetcher>(),
                services.GetRequiredService<ArticleReader>()
            );
            var exit = 0;
            foreach (var input in IngestInputs.Expand(Arguments))
            {
                var read = await inputs.ReadAsync(input, Format, store is null ? Topics : [], cancellationToken);
                exit = read.Error is null ? exit : 1;
                if (store is null)
                {
                    Print(input, read);
                    continue;
                }
                var report = await store.AddAsync(SourceKind.Manual, read, input.Address, Topics, cancellationToken);
                Print(input, read, report);
            }
            return exit;
        }

        private void Print(IngestInput input, ReadResult read, InputReport? report = null)
        {
            if (Json)
            {
                Console.WriteLine(CliJson.Line(IngestJson.Of(input.Name, read)));
                return;
            }
            if (read.Error is not null)
            {
                Console.Error.WriteLine($"{input.Name}: {read.Error}");
            }
            var lines = report is null
                ? read.Articles.Select(article => article.Title)
                : report.Added.Select(added => FormattableString.Invariant($"{added.ArticleId} {added.Title}"));
            foreach (var line in lines)
            {
                Console.WriteLine(line);
            }
            foreach (var skipped in read.Skipped.Concat(report?.Skipped ?? []))
            {
                Console.WriteLine($"skipped: {skipped.Reason}{(skipped.Title is null ? "" : $" ({skipped.Title})")}");
            }
        }
    }
}

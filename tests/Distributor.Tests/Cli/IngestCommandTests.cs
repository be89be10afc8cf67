using System.Text.Json;
using Distributor.Testing;
using Distributor.Tests.Sources;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Cli;

public sealed class IngestCommandTests : IDisposable
{
    private static readonly IReadOnlyDictionary<string, string> NoSettings = new Dictionary<string, string>();

    private readonly TemporaryDirectory directory = new();

    [Fact]
    public async Task A_dry_run_prints_one_object_per_input_and_touches_no_database()
    {
        WriteInputs();

        var result = await RunAsync("ingest", "in", "missing.txt", "--dry-run", "--json");

        Assert.Equal(1, result.Exit);
        var objects = result.Lines.Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(
            ["a.txt", "empty.html", "feed.xml", "missing.txt"],
            objects.Select(line => Path.GetFileName(line.GetProperty("input").GetString()))
        );
        Assert.All(objects, line => Assert.True(Path.IsPathFullyQualified(line.GetProperty("input").GetString()!)));
        Assert.Equal(
            ["input", "kind", "title", "language", "articles", "skipped", "error"],
            objects[0].EnumerateObject().Select(property => property.Name)
        );
        Assert.Equal(["text", "page", "feed", "text"], objects.Select(line => line.GetProperty("kind").GetString()));
        var article = objects[0].GetProperty("articles")[0];
        Assert.Equal(
            [
                "guid",
                "url",
                "title",
                "lead",
                "html",
                "text",
                "author",
                "agency",
                "image",
                "language",
                "publishedAt",
                "updatedAt",
                "topics",
                "categories",
            ],
            article.EnumerateObject().Select(property => property.Name)
        );
        Assert.Equal("Foreign", article.GetProperty("topics")[0].GetString());
        Assert.Equal(2, article.GetProperty("text").GetString()!.Split('\n').Length);
        Assert.Equal(
            "2026-03-02T08:00:00Z",
            objects[2].GetProperty("articles")[0].GetProperty("publishedAt").GetString()
        );
        Assert.Equal(JsonValueKind.Null, objects[2].GetProperty("error").ValueKind);
        Assert.False(Directory.Exists(Path.Combine(directory.Path, "data")));
    }

    [Fact]
    public async Task Ingesting_prints_id_and_title_however_old_and_the_same_again()
    {
        WriteInputs();

        var first = await RunAsync("ingest", "in", "--topic", "Coast");
        var second = await RunAsync("ingest", "in", "--topic", "Coast");

        Assert.Equal(["1 Towns agree on a ferry", "2 Old news"], first.Lines);
        Assert.Equal(first.Lines, second.Lines);
        Assert.Equal((1, 1), (first.Exit, second.Exit)); // the empty page
        Assert.Contains("empty.html", first.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(directory.Path, "in", "a.txt")));
    }

    [Fact]
    public async Task Sources_are_found_added_listed_exported_and_imported()
    {
        await using var server = await FeedServer.StartAsync();
        server.Serve("/feed", PollingWorld.Feed(PollingWorld.Item("1", "One", Instant.FromUtc(2026, 3, 1, 0, 0))));
        server.Serve(
            "/",
            """<html><head><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>Home</body></html>""",
            "text/html"
        );
        server.Serve("/bare", "<html><body>No feed here</body></html>", "text/html");
        var open = new Dictionary<string, string> { ["Sources__AllowPrivateNetworks"] = "true" };

        var refused = await RunAsync("sources", "add", server.Root.AbsoluteUri);
        var added = await DistributorProcess.RunAsync(
            directory.Path,
            open,
            "sources",
            "add",
            server.Root.AbsoluteUri,
            "--topic",
            "Coast"
        );
        var list = await RunAsync("sources", "list", "--json");
        var export = await RunAsync("sources", "export");
        File.WriteAllLines(Path.Combine(directory.Path, "list.opml"), export.Lines);
        var import = await RunAsync("sources", "import", "list.opml");
        var unknown = await RunAsync("sources", "release", "77");

        Assert.Contains("private network", refused.Errors, StringComparison.Ordinal);
        Assert.Equal([$"1 The Coast {server.At("/feed")}"], added.Lines);
        var source = JsonDocument.Parse(list.Lines.Single()).RootElement[0];
        Assert.Equal("feed", source.GetProperty("kind").GetString());
        Assert.Equal("Coast", source.GetProperty("topics")[0].GetString());
        Assert.Contains(export.Lines, line => line.Contains("category=\"Coast\"", StringComparison.Ordinal));
        Assert.Equal(["0 added, 1 known, 0 bad"], import.Lines);
        Assert.Equal(1, unknown.Exit);
        Assert.Contains("no source 77", unknown.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_setting_stops_with_its_name_its_fault_and_an_example()
    {
        var settings = new Dictionary<string, string> { ["Sources__PollInterval"] = "0" };

        var result = await DistributorProcess.RunAsync(directory.Path, settings, "sources", "list");

        Assert.Equal(1, result.Exit);
        Assert.StartsWith(
            "Sources:PollInterval is 00:00:00; it must be between",
            result.Errors,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private Task<CommandResult> RunAsync(params string[] arguments) =>
        DistributorProcess.RunAsync(directory.Path, NoSettings, arguments);

    private void WriteInputs()
    {
        var folder = Directory.CreateDirectory(Path.Combine(directory.Path, "in", "sub")).Parent!.FullName;
        File.WriteAllText(
            Path.Combine(folder, "a.txt"),
            """
            Foriegn

            Towns agree on a ferry

            Twelve towns on the northern coast will run one ferry line from May, their mayors said on Monday.

            The boats sail every two hours and take bicycles for nothing.
            """
        );
        File.WriteAllText(Path.Combine(folder, "empty.html"), "");
        File.WriteAllText(
            Path.Combine(folder, "sub", "feed.xml"),
            PollingWorld.Feed(PollingWorld.Item("1", "Old news", Instant.FromUtc(2026, 3, 2, 8, 0)))
        );
    }
}

using Distributor.Sources;
using Distributor.Sources.Inbox;
using Distributor.Sources.Inputs;
using Distributor.Storage;
using Distributor.Testing;
using Distributor.Tests.Articles.Intake;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Distributor.Tests.Sources;

public sealed class InboxTests(MigratedDatabases databases) : IClassFixture<MigratedDatabases>, IDisposable
{
    private const string Text = "Foriegn\n\nFerry returns\n\nThe ferry of the northern coast sails again.\n";

    private readonly TemporaryDirectory inbox = new();

    private static CancellationToken Token => IntakeWorld.Token;

    [Fact]
    public async Task A_file_is_read_when_it_rests_and_moves_to_done()
    {
        await using var world = await databases.CreateAsync(DatabaseProvider.Sqlite);
        using var watcher = Watcher(world);
        File.WriteAllText(At("a.txt"), "Foriegn\n\nFerry");
        Assert.Equal(0, await watcher.LookAsync(Token));
        File.WriteAllText(At("a.txt"), Text); // still being written
        Assert.Equal(0, await watcher.LookAsync(Token));

        Assert.Equal(1, await watcher.LookAsync(Token));

        Assert.True(File.Exists(At("done/a.txt")));
        Assert.False(File.Exists(At("a.txt")));
        Assert.Equal(["Foreign"], await world.TopicsOfAsync(1));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_moves_to_failed_beside_the_reason()
    {
        await using var world = await databases.CreateAsync(DatabaseProvider.Sqlite);
        using var watcher = Watcher(world);
        File.WriteAllBytes(At("photo.txt"), [0, 1, 2, 3, 0, 255, 254, 0, 7]);
        File.WriteAllText(At("empty.html"), "");

        await watcher.LookAsync(Token);
        await watcher.LookAsync(Token);

        Assert.NotEmpty(File.ReadAllText(At("failed/photo.txt.error.txt")));
        Assert.Contains("empty", File.ReadAllText(At("failed/empty.html.error.txt")), StringComparison.Ordinal);
        Assert.Equal(0, await world.AskAsync(db => db.Articles.CountAsync()));
    }

    [Fact]
    public async Task A_name_that_is_taken_gets_a_number()
    {
        await using var world = await databases.CreateAsync(DatabaseProvider.Sqlite);
        using var watcher = Watcher(world);
        for (var n = 0; n < 3; n++)
        {
            File.WriteAllText(At("a.txt"), Text);
            await watcher.LookAsync(Token);
            await watcher.LookAsync(Token);
        }

        Assert.Equal(
            ["a-2.txt", "a-3.txt", "a.txt"],
            Directory.GetFiles(At("done")).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.Equal(1, await world.AskAsync(db => db.Articles.CountAsync()));
    }

    public void Dispose() => inbox.Dispose();

    private string At(string name) => Path.Combine(inbox.Path, name);

    private InboxWatcher Watcher(IntakeWorld world)
    {
        var folder = new InboxFolder(
            Options.Create(new SourcesOptions { InboxDirectory = inbox.Path }),
            Options.Create(new StorageOptions())
        );
        var intake = new InputIntake(new SystemSources(world.Database, world.Clock), world.Intake);
        var file = new InboxFile(folder, PollingWorld.ReaderOn(world.Clock), intake, NullLogger<InboxFile>.Instance);
        return new InboxWatcher(folder, file, world.Startup, TimeProvider.System, NullLogger<InboxWatcher>.Instance);
    }
}

using System.Text;
using Distributor.Channels.Outbox;
using Distributor.Delivery;
using Distributor.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Distributor.Tests.Channels.Outbox;

public sealed class OutboxFolderTests : IDisposable
{
    readonly TemporaryDirectory directory = new();
    readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 12, 31, 23, 59, 59, 998, TimeSpan.Zero));

    static CancellationToken Token => TestContext.Current.CancellationToken;

    string Folder => Path.Combine(directory.Path, "deep", "outbox");

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Names_sort_in_the_order_of_writing()
    {
        var folder = Create();
        foreach (var id in (string[])["9-9-9", "2-10-1", "10-1-1", "1-1-1"])
        {
            await folder.WriteAsync(id, "x"u8.ToArray(), again: false, Token);
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(
            [
                "20261231T235959998Z-9-9-9.eml",
                "20261231T235959999Z-2-10-1.eml",
                "20270101T000000000Z-10-1-1.eml",
                "20270101T000000001Z-1-1-1.eml",
            ],
            Names()
        );
    }

    [Fact]
    public async Task A_delivery_sent_again_replaces_its_own_file_and_no_other()
    {
        var folder = Create();
        await folder.WriteAsync("41-1-2", "another"u8.ToArray(), again: false, Token);
        var first = await folder.WriteAsync("1-2", "first"u8.ToArray(), again: false, Token);
        time.Advance(TimeSpan.FromMinutes(1));

        var second = await folder.WriteAsync("1-2", "second"u8.ToArray(), again: true, Token);

        Assert.Equal(first, second);
        Assert.Equal(2, Names().Count);
        Assert.Equal("second", await File.ReadAllTextAsync(Path.Combine(Folder, second.ExternalId!), Token));
        Assert.Equal("another", await File.ReadAllTextAsync(Path.Combine(Folder, Names()[1]), Token));
    }

    [Fact]
    public async Task A_delivery_sent_again_whose_file_is_gone_is_written_anew()
    {
        var outcome = await Create().WriteAsync("1-2-3", "x"u8.ToArray(), again: true, Token);

        Assert.Equal([outcome.ExternalId!], Names());
    }

    [Fact]
    public async Task Two_writers_of_one_delivery_leave_one_whole_file()
    {
        var contents = Enumerable.Range(0, 20).Select(i => new string((char)('a' + i), 100_000)).ToList();
        await Create().WriteAsync("1-2-3", "x"u8.ToArray(), again: false, Token);

        await Task.WhenAll(
            contents.Select(content =>
                Create().WriteAsync("1-2-3", Encoding.ASCII.GetBytes(content), again: true, Token)
            )
        );

        Assert.Contains(await File.ReadAllTextAsync(Path.Combine(Folder, Assert.Single(Names())), Token), contents);
    }

    [Fact]
    public async Task A_reader_never_sees_half_a_message()
    {
        var folder = Create();
        string[] contents = [new('a', 200_000), new('b', 300_000)];
        var first = await folder.WriteAsync("1-2-3", Encoding.ASCII.GetBytes(contents[0]), again: false, Token);
        var file = Path.Combine(Folder, first.ExternalId!);

        var writer = Task.Run(
            async () =>
            {
                for (var i = 0; i < 50; i++)
                {
                    await folder.WriteAsync("1-2-3", Encoding.ASCII.GetBytes(contents[i % 2]), again: true, Token);
                }
            },
            Token
        );
        do
        {
            Assert.Contains(await File.ReadAllTextAsync(file, Token), contents);
        } while (!writer.IsCompleted);

        await writer;
        Assert.Single(Names());
    }

    [Fact]
    public async Task A_cancelled_write_leaves_nothing()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Create().WriteAsync("1-2-3", new byte[1_000_000], again: false, cancelled)
        );

        Assert.Empty(Names());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_closes_the_lane_and_defers()
    {
        await File.WriteAllTextAsync(Path.Combine(directory.Path, "deep"), "a file in the way", Token);

        var outcome = await Create().WriteAsync("1-2-3", "x"u8.ToArray(), again: false, Token);

        Assert.Equal((DeliveryState.Deferred, LaneVerdict.Closed), (outcome.State, outcome.Lane));
        Assert.False(outcome.CountsAsFailure);
        Assert.StartsWith($"the outbox folder {Folder} cannot be written: ", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leftovers_of_a_killed_writer_go_and_messages_and_files_being_written_stay()
    {
        var folder = Create();
        var outcome = await folder.WriteAsync("1-2-3", "x"u8.ToArray(), again: false, Token);
        var leftover = Path.Combine(Folder, ".20261231T235959998Z-1-2-4.eml.7-1.tmp");
        var busy = Path.Combine(Folder, ".20261231T235959998Z-1-2-5.eml.8-1.tmp");
        await File.WriteAllTextAsync(leftover, "half a mess", Token);
        await using var writer = new FileStream(busy, FileMode.CreateNew, FileAccess.Write, FileShare.None);

        Assert.Equal(1, folder.RemoveLeftovers());

        Assert.False(File.Exists(leftover));
        Assert.Equal([Path.GetFileName(busy), outcome.ExternalId!], Names());
    }

    [Fact]
    public void A_folder_that_does_not_exist_yet_has_no_leftovers() => Assert.Equal(0, Create().RemoveLeftovers());

    OutboxFolder Create() => new(Folder, ".eml", time);

    List<string> Names() =>
        [
            .. Directory
                .GetFiles(Folder, "*", new EnumerationOptions { AttributesToSkip = 0 })
                .Select(file => Path.GetFileName(file))
                .Order(StringComparer.Ordinal),
        ];
}

using System.Globalization;
using System.Text;
using Distributor.Storage;
using Distributor.Subscribers.Importing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Subscribers.Desk;

/// <summary>Imports from the dashboard, which go on in the background.</summary>
public abstract class ImportRunTests(DatabaseProvider provider)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Ten thousand rows, every 833rd of them bad: twelve.</summary>
    public static string TenThousand { get; } =
        "email,name,topics\n"
        + string.Concat(
            Enumerable
                .Range(1, 10_000)
                .Select(i =>
                    i % 833 == 0 ? $"no address {i},Nobody,World\n" : $"reader{i}@example.org,Reader {i},World;Energy\n"
                )
        );

    private static async Task<string> StageAsync(ReaderDesk desk, string file)
    {
        using var upload = new MemoryStream(Encoding.UTF8.GetBytes(file));
        return (await desk.App.Service<StagedFiles>().SaveAsync(upload, Token))!;
    }

    private static async Task<SubscriberImport> ImportAsync(ReaderDesk desk, string file)
    {
        var runs = desk.App.Service<ImportRuns>();
        var id = await runs.StartAsync(await StageAsync(desk, file), "readers.csv", ReaderDesk.Actor, Token);
        await runs.WaitAsync(id!.Value);
        return (await runs.FindAsync(id.Value, Token))!;
    }

    [Fact]
    public async Task Ten_thousand_rows_with_twelve_bad_ones_say_which_and_why()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider, null);

        var import = await ImportAsync(desk, TenThousand);

        Assert.Equal(ImportState.Done, import.State);
        Assert.Equal((9_988, 0, 0, 12), (import.Created, import.Updated, import.Unchanged, import.Bad));
        Assert.Equal(import.Bytes, import.BytesRead);
        var faults = ImportRuns.FaultsOf(import);
        Assert.Equal(Enumerable.Range(1, 12).Select(i => (i * 833L) + 1), faults.Select(bad => bad.Line));
        Assert.All(faults, bad => Assert.Contains("not one plain address", bad.Reason, StringComparison.Ordinal));

        var again = await ImportAsync(desk, TenThousand);
        Assert.Equal((0, 0, 9_988, 12), (again.Created, again.Updated, again.Unchanged, again.Bad));
        Assert.Equal(2, (await desk.AuditAsync("subscribers.import")).Count);
    }

    [Fact]
    public async Task A_file_that_is_none_fails_with_the_cure()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider, null);

        var import = await ImportAsync(desk, "first;second\n1;2\n");

        Assert.Equal(ImportState.Failed, import.State);
        Assert.Contains("the first line must be", import.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_whose_process_died_is_stopped()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider, null);
        await using (var db = desk.App.NewDb())
        {
            db.SubscriberImports.Add(
                new SubscriberImport
                {
                    FileName = "lost.csv",
                    StartedBy = ReaderDesk.Actor,
                    StartedAt = ReaderDesk.Noon,
                    Bytes = 100,
                    SeenAt = ReaderDesk.Noon,
                }
            );
            await db.SaveChangesAsync(Token);
        }
        var runs = desk.App.Service<ImportRuns>();
        Assert.Equal(ImportState.Running, (await runs.RecentAsync(1, Token))[0].State);

        desk.Clock.Now += Duration.FromMinutes(2);

        Assert.Equal(ImportState.Stopped, (await runs.RecentAsync(1, Token))[0].State);
    }

    [Fact]
    public async Task The_first_rows_are_shown_before_anything_is_changed()
    {
        await using var desk = await ReaderDesk.OpenAsync(provider, null);
        var key = await StageAsync(desk, "email,name,favourite colour\nann@example.org,Ann,blue\nnobody,N,red\n");

        var preview = await ImportPreview.ReadAsync(desk.App.Service<StagedFiles>().Find(key)!, Token);

        Assert.Equal(["email", "name"], preview.Known);
        Assert.Equal(["favourite colour"], preview.Others);
        Assert.Equal(["ann@example.org", ""], preview.Rows.Select(row => row.Who));
        Assert.NotNull(preview.Rows[1].Fault);
        await using var db = desk.App.NewDb();
        Assert.False(await db.Subscribers.AnyAsync(Token));
        Assert.Null(desk.App.Service<StagedFiles>().Find("../" + key.ToString(CultureInfo.InvariantCulture)));
    }
}

public sealed class SqliteImportRunTests() : ImportRunTests(DatabaseProvider.Sqlite);

public sealed class PostgresImportRunTests() : ImportRunTests(DatabaseProvider.Postgres);

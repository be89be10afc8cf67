using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Tests.Ledger;
using Distributor.Tests.Spine;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Tests.Dashboard.Runs;

/// <summary>A morning on which an alert and a digest went out, and not to everybody.</summary>
public sealed class RunRoom : IAsyncDisposable
{
    private RunRoom(Newsroom room) => Room = room;

    public Newsroom Room { get; }

    public TestApp App => Room.App;

    /// <summary>The alert of which two rows failed.</summary>
    public long Alert { get; private set; }

    public long Digest { get; private set; }

    /// <param name="title">Of the article everything is about.</param>
    public static async Task<RunRoom> OpenAsync(
        DatabaseProvider provider,
        string title = "Twelve countries agree on the strait"
    )
    {
        var now = SystemClock.Instance.GetCurrentInstant();
        var room = new RunRoom(
            await Newsroom.OpenAsync(provider, now - Duration.FromHours(12), "--Site:Name=Harbour Wire")
        );
        await room.FillAsync(now, title);
        return room;
    }

    /// <summary>Rows of the alert that are in a state.</summary>
    public async Task<List<DeliveryRow>> RowsAsync(DeliveryState state)
    {
        await using var db = App.NewDb();
        return await db
            .Deliveries.AsNoTracking()
            .Where(row => row.RunId == Alert && row.State == state)
            .OrderBy(row => row.AddressId)
            .ToListAsync();
    }

    public ValueTask DisposeAsync() => Room.DisposeAsync();

    private async Task FillAsync(Instant now, string title)
    {
        var local = now.InUtc().TimeOfDay;
        var soon = new LocalTime(local.Hour, local.Minute).PlusMinutes(-1).ToString("HH:mm", null);
        await Room.ImportAsync(
            $"""
            email,name,telegram_chat_id,topics,telegram,digest,digest_time,time_zone
            rosa@reader.example,Rosa Lindqvist,1001,World,instant,daily,{soon},UTC
            omar@reader.example,Omar Haddad,1002,World,instant,daily,{soon},UTC
            ,Night desk,1003,World,instant,off,,UTC
            ,Weather room,1004,World,instant,off,,UTC
            lena@reader.example,Lena Fischer,,Sport,off,daily,{soon},UTC
            """
        );
        await Room.IngestAsync(Feed(Room.Clock.Now, title));
        await Room.PlanAsync();
        await FailTwoAsync();
        await Room.SendAsync();
        Room.Clock.Now = now;
        await Room.DeliverAsync();
        await using var db = App.NewDb();
        Alert = await db.Runs.Where(run => run.Kind == RunKind.Alert).Select(run => run.Id).FirstAsync();
        Digest = await db.Runs.Where(run => run.Kind == RunKind.Digest).Select(run => run.Id).FirstAsync();
    }

    private async Task FailTwoAsync()
    {
        var claim = await Room.Ledger.ClaimAsync(
            [LedgerWorld.ReadyLaneOf(Lane.Telegram)],
            2,
            1,
            CancellationToken.None
        );
        await Room.Ledger.RecordAsync(
            [
                .. claim.Rows.Select(row => new RecordedOutcome(
                    row.Claimed,
                    DeliveryState.Failed,
                    "no right to write in the chat",
                    null,
                    null,
                    Failed: true,
                    Ambiguous: false,
                    Duration.Zero
                )),
            ],
            1,
            CancellationToken.None
        );
    }

    private static string Feed(Instant now, string title) =>
        $"""
            <rss version="2.0"><channel><title>Harbour Wire</title><link>https://wire.example/</link>
            <item><title>{System.Security.SecurityElement.Escape(
                title
            )}</title><link>https://wire.example/strait</link><guid>strait</guid>
              <category>World</category><pubDate>{now.ToDateTimeUtc():R}</pubDate>
              <description>After a night of talks the ships may pass again from Monday.</description></item>
            </channel></rss>
            """;
}

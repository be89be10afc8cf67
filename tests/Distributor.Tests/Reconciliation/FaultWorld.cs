using Distributor.Delivery;
using Distributor.Delivery.Bounces;
using Distributor.Digests;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Unsubscribing;
using Distributor.Testing.BotApi;
using Distributor.Testing.Smtp;
using Distributor.Tests.Spine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Reconciliation;

/// <summary>A newsroom whose bot and relay go wrong as scripted. Waits are not waited for: all clocks jump over them.</summary>
internal sealed class FaultWorld : IAsyncDisposable
{
    private static readonly TimeSpan Jump = TimeSpan.FromDays(1);

    /// <summary>More than a retry ladder and every breakdown of a lane need.</summary>
    private const int MostRounds = 150;

    private const string Feed = """
        <rss version="2.0"><channel><title>Harbour Wire</title>
        <item><guid isPermaLink="false">a1</guid><link>https://wire.example.org/a1</link><title>Twelve ports agree</title>
        <category>World</category><pubDate>Mon, 23 Nov 2026 14:00:00 GMT</pubDate>
        <description>What happened, told in one sentence.</description></item></channel></rss>
        """;

    private readonly FakeTimeProvider time;
    private readonly FaultGate botGate = new();
    private readonly SmtpGate mailGate = new();

    private FaultWorld(Newsroom newsroom, EmulatedBotApi api, LoopbackSmtpServer relay, FakeTimeProvider time)
    {
        Newsroom = newsroom;
        Api = api;
        Relay = relay;
        this.time = time;
    }

    public Newsroom Newsroom { get; }

    public EmulatedBotApi Api { get; }

    public LoopbackSmtpServer Relay { get; }

    /// <summary>Everybody who is to get something, by address.</summary>
    public Dictionary<string, Reader> Readers { get; } = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<FaultWorld> OpenAsync(DatabaseProvider provider, bool withChunks)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 15, 0, 0, TimeSpan.Zero));
        var api = await EmulatedBotApi.StartAsync(new() { Rates = RateRules.None }, time);
        var relay = await LoopbackSmtpServer.StartAsync(new() { Extensions = new() { Chunking = withChunks } });
        var newsroom = await Newsroom.OpenAsync(
            provider,
            Instant.FromDateTimeOffset(time.GetUtcNow()),
            "--Logging:LogLevel:Default=None",
            $"--Telegram:BotToken={api.Token}",
            $"--Telegram:ApiBaseUrl={api.Url}",
            "--Telegram:Mode=off",
            "--Telegram:MessagesPerSecond=1000",
            "--Smtp:Host=127.0.0.1",
            $"--Smtp:Port={relay.Port}",
            "--Smtp:Security=none",
            "--Mail:FromAddress=digest@news.example.org",
            "--Mail:BounceDomain=bounce.news.example.org"
        );
        await newsroom.OpenLanesAsync();
        var world = new FaultWorld(newsroom, api, relay, time);
        var content = withChunks ? SmtpVerb.Bdat : SmtpVerb.Data;
        foreach (
            var reader in TelegramReaders
                .Script(api, world.botGate)
                .Concat(MailReaders.Script(relay, content, world.mailGate))
        )
        {
            world.Readers.Add(reader.Address, reader);
        }
        return world;
    }

    /// <summary>An alert for all chats and a digest for all mailboxes; then some readers think better of it.</summary>
    public async Task PlanAsync()
    {
        await Newsroom.ImportAsync(
            string.Join(
                '\n',
                Readers
                    .Values.Select(reader => reader.IsMail ? $"{reader.Address}," : $",{reader.Address}")
                    .Prepend("email,telegram_chat_id")
            )
        );
        await Newsroom.IngestAsync(Feed);
        await Newsroom.PlanAsync();
        var digests = await Newsroom.App.Service<DigestRuns>().OpenNowAsync(Token);
        await Newsroom.App.Service<DigestPlanner>().PlanNowAsync(digests, Token);

        var rows = await RowsAsync();
        var spared = new Queue<(DeliveryRow Row, string Address)>(
            rows.Where(row => Readers[row.Address] is { IsMail: true, Fault: "none" })
        );
        await ScriptSendersAsync(spared);
        for (var i = 0; i < 5; i++)
        {
            var (row, address) = spared.Dequeue();
            await Newsroom.App.Service<UnsubscribeService>().UnsubscribeAsync(row.AddressId, "reader", Token);
            Readers[address] = new Reader(address, "unsubscribed", Ending.Suppressed);
        }
    }

    /// <summary>Sends until nothing is open, with both outsides down for a while in between.</summary>
    /// <returns>How many rounds it took.</returns>
    public async Task<int> SendAsync()
    {
        var opening = OpenGatesAsync();
        for (var round = 1; round <= MostRounds; round++)
        {
            if (round == 3)
            {
                Relay.StopListening();
                Relay.CutConnections();
                await Api.RefuseConnectionsAsync();
            }
            await Newsroom.SendAsync();
            if (round == 3)
            {
                Relay.ResumeListening();
                await Api.AcceptConnectionsAsync();
            }
            if (await Newsroom.Ledger.DueAsync(Token) is { Now: 0, Next: null })
            {
                await opening;
                return round;
            }
            await SkipWaitsAsync();
        }
        Assert.Fail($"Rows are still open after {MostRounds} rounds.");
        return 0;
    }

    public async Task<List<(DeliveryRow Row, string Address)>> RowsAsync()
    {
        await using var db = Newsroom.App.NewDb();
        var rows = await (
            from row in db.Deliveries.AsNoTracking()
            join address in db.Addresses on row.AddressId equals address.Id
            select new { row, address.Value }
        ).ToListAsync(Token);
        return [.. rows.Select(one => (one.row, one.Value))];
    }

    public async Task<List<Address>> AddressesAsync()
    {
        await using var db = Newsroom.App.NewDb();
        return await db.Addresses.AsNoTracking().ToListAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Newsroom.DisposeAsync();
        await Relay.DisposeAsync();
        await Api.DisposeAsync();
    }

    /// <summary>The envelope sender names the delivery, so what goes wrong at MAIL goes wrong for one.</summary>
    private async Task ScriptSendersAsync(Queue<(DeliveryRow Row, string Address)> spared)
    {
        var bounces = Newsroom.App.Service<BounceAddresses>();
        foreach (var (fault, ending) in MailReaders.AtMail)
        {
            var (row, address) = spared.Dequeue();
            var id = new DeliveryKey(row.Day, row.RunId, row.AddressId, row.Part).Id;
            var sender = await bounces.CreateAsync(id, Token);
            Relay.Faults.ForSender(sender!, SmtpVerb.Mail, fault, 1);
            Readers[address] = new Reader(address, $"Mail: {fault}", ending);
        }
    }

    /// <summary>What is held at a gate goes on as soon as somebody stands there.</summary>
    private Task OpenGatesAsync()
    {
        return Task.WhenAll(OpenBotGateAsync(), OpenMailGateAsync());

        async Task OpenBotGateAsync()
        {
            await botGate.WaitForArrivalsAsync(1, Token);
            botGate.Open();
        }

        async Task OpenMailGateAsync()
        {
            await mailGate.WaitForArrivalsAsync(1, Token);
            mailGate.Open();
        }
    }

    /// <summary>A day passes for everybody: the ledger's due times, the chats, the lanes, the emulator's bans, the calendar.</summary>
    private async Task SkipWaitsAsync()
    {
        time.Advance(Jump);
        Newsroom.Clock.Now += Duration.FromMinutes(1);
        await using var db = Newsroom.App.NewDb();
        await db.Database.ExecuteSqlRawAsync(
            db.Database.ProviderName!.Contains("Sqlite", StringComparison.Ordinal)
                ? "UPDATE deliveries SET due_at = 1 WHERE due_at IS NOT NULL"
                : "UPDATE deliveries SET due_at = now() - interval '1 s' WHERE due_at IS NOT NULL",
            Token
        );
        await db.Addresses.ExecuteUpdateAsync(set => set.SetProperty(a => a.NextAt, (Instant?)null), Token);
        await db.Lanes.ExecuteUpdateAsync(set => set.SetProperty(lane => lane.HeldUntil, (Instant?)null), Token);
    }
}

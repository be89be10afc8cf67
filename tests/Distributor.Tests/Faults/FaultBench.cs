using System.Globalization;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Storage.Ownership;
using Distributor.Testing;
using Distributor.Testing.BotApi;
using Distributor.Testing.Processes;
using Distributor.Testing.Smtp;
using Distributor.Tests.Cli;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Faults;

/// <summary>
/// What processes under fault stand between: a database, an emulated Bot API and a loopback SMTP server, all with readers who
/// want every article at once. The test sees what was owed and what came.
/// </summary>
internal sealed class FaultBench : IAsyncDisposable
{
    /// <summary>Of the articles; each is a run of its own, named by the word in its title.</summary>
    public static readonly string[] Stories = ["Aqueduct", "Lighthouse"];

    /// <summary>Far above what anything here takes; only a standstill meets it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource patience;
    private readonly TemporaryDirectory directory = new();
    private readonly Database database;
    private readonly List<Instance> instances = [];

    private FaultBench(string? connectionString, EmulatedBotApi bot, LoopbackSmtpServer smtp, double rate)
    {
        (Bot, Smtp) = (bot, smtp);
        patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        // No pool on the test's side: a server that was stopped leaves nothing behind in it.
        database = new Database(
            connectionString is null ? null : connectionString + ";Pooling=false",
            Path.Combine(directory.Path, "distributor.db")
        );
        Settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Distributor"] = connectionString ?? "",
            ["Storage__DataDirectory"] = directory.Path,
            ["Telegram__BotToken"] = bot.Token,
            ["Telegram__ApiBaseUrl"] = bot.Url.AbsoluteUri,
            ["Telegram__Mode"] = "Off",
            ["Smtp__Host"] = "127.0.0.1",
            ["Smtp__Port"] = smtp.Port.ToString(CultureInfo.InvariantCulture),
            ["Smtp__Security"] = "None",
            ["Mail__FromAddress"] = "news@example.org",
        };
        SetRate(rate);
    }

    public EmulatedBotApi Bot { get; }

    public LoopbackSmtpServer Smtp { get; }

    public Dictionary<string, string> Settings { get; }

    public CancellationToken Token => patience.Token;

    /// <summary>Messages taken on both channels, repeated ones too.</summary>
    public int Taken => Bot.MessageCount + Smtp.MailsTaken;

    /// <param name="connectionString">Of an empty database of PostgreSQL; null is SQLite.</param>
    /// <param name="readers">Each has a chat and a mailbox.</param>
    /// <param name="rate">Messages a second on each channel.</param>
    public static async Task<FaultBench> CreateAsync(string? connectionString, int readers, double rate)
    {
        var bot = await EmulatedBotApi.StartAsync(new BotApiRules { Rates = RateRules.None });
        var smtp = await LoopbackSmtpServer.StartAsync(new SmtpServerOptions { KeepTranscript = false });
        var bench = new FaultBench(connectionString, bot, smtp, rate);
        using var ownership = new DatabaseOwnership(bench.database);
        await new Migrator(
            bench.database,
            ownership,
            new Partitions(bench.database, SystemClock.Instance),
            NullLogger<Migrator>.Instance
        ).MigrateAsync(bench.Token);
        await using var db = bench.Open();
        await FaultReaders.AddAsync(db, readers, bench.Token);
        return bench;
    }

    /// <summary>Messages a second on each channel, from the next start of an instance on.</summary>
    public void SetRate(double rate) =>
        Settings["Telegram__MessagesPerSecond"] = Settings["Smtp__MessagesPerSecond"] = rate.ToString(
            CultureInfo.InvariantCulture
        );

    public DistributorDb Open() => database.CreateDbContext();

    /// <summary>Starts the program without web; it ends with the bench at the latest.</summary>
    public Instance Work() => Start("work");

    public Instance Start(params string[] arguments)
    {
        var instance = Instance.Start(directory.Path, Settings, arguments);
        instances.Add(instance);
        return instance;
    }

    /// <summary>Runs a command to its end.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) =>
        DistributorProcess.RunAsync(directory.Path, Settings, arguments);

    /// <summary>Publishes articles; each is a message to each chat and each mailbox.</summary>
    public async Task PublishAsync(params string[] stories)
    {
        var files = stories.Select(story => Path.Combine(directory.Path, story + ".txt")).ToList();
        foreach (var (story, file) in stories.Zip(files))
        {
            await File.WriteAllTextAsync(
                file,
                $"""
                {story} opens to the public again after long repairs

                The {story.ToLowerInvariant()} of the old port is open again, the town said on Monday.

                Works on the {story.ToLowerInvariant()} had begun two years ago.
                """,
                Token
            );
        }
        var result = await RunAsync(["ingest", .. files, "--topic", FaultReaders.Topic]);
        Assert.True(result.Exit == 0, result.Errors);
    }

    /// <summary>Ends when so many messages were taken on both channels.</summary>
    public async Task WaitForMessagesAsync(int atLeast)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Token);
        bool AreThere() => Taken >= atLeast;
        try
        {
            await await Task.WhenAny(
                Bot.WaitUntilAsync(AreThere, either.Token),
                Smtp.WaitAsync(AreThere, either.Token)
            );
        }
        catch (OperationCanceledException)
        {
            FailWithLastWords($"{atLeast} messages came, only {Taken}");
        }
        await either.CancelAsync();
    }

    /// <summary>Looks until it is so: other processes tell nobody when they are done.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> isSo)
    {
        using var timer = new PeriodicTimer(LookEvery);
        try
        {
            while (!await isSo())
            {
                await timer.WaitForNextTickAsync(Token);
            }
        }
        catch (OperationCanceledException)
        {
            FailWithLastWords(what);
        }
    }

    /// <summary>Ends when so many rows were written and none is open.</summary>
    public Task UntilAllAreFinalAsync(int rows) =>
        UntilAsync(
            $"{rows} rows are final",
            async () =>
            {
                await using var db = Open();
                return await db.Deliveries.CountAsync(row => row.State > DeliveryState.Sending, Token) == rows;
            }
        );

    public async Task<IReadOnlyList<OwedMessage>> OwedAsync()
    {
        await using var db = Open();
        var rows = await (
            from row in db.Deliveries
            join address in db.Addresses on row.AddressId equals address.Id
            join run in db.Runs on row.RunId equals run.Id
            select new
            {
                Row = row,
                address.Value,
                run.Title,
            }
        )
            .AsNoTracking()
            .ToListAsync(Token);
        return
        [
            .. rows.Select(one => new OwedMessage(
                one.Value,
                Stories.Single(story => one.Title.Contains(story, StringComparison.Ordinal)),
                one.Row
            )),
        ];
    }

    /// <summary>Everything that was taken, whether or not its sender ever heard of that.</summary>
    public IReadOnlyList<ReceivedCopy> Copies() =>
        [
            .. Bot
                .Calls.Where(call => call is { Method: "sendMessage", MessageId: not null })
                .Select(call => new ReceivedCopy(
                    call["chat_id"]!,
                    StoryIn(call["text"]!),
                    call.ReceivedAt,
                    call["disable_notification"] == "true",
                    null
                )),
            .. Smtp.Mails.Select(mail => new ReceivedCopy(
                mail.Recipient,
                StoryIn(mail.Message.Subject!),
                mail.ReceivedAt,
                IsSilent: false,
                mail.Message.MessageId
            )),
        ];

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in instances)
        {
            await instance.DisposeAsync();
        }
        await Bot.DisposeAsync();
        await Smtp.DisposeAsync();
        patience.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory.Dispose();
    }

    private void FailWithLastWords(string what)
    {
        var last = instances.Select(instance => string.Join('\n', instance.Lines.TakeLast(15)));
        Assert.Fail($"It never came about that {what}.\n{string.Join("\n--\n", last)}");
    }

    private static string StoryIn(string text) =>
        Stories.Single(story => text.Contains(story, StringComparison.Ordinal));
}

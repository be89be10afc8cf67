using System.Globalization;
using System.Text.RegularExpressions;
using Distributor.Chaos.Books;
using Distributor.Testing;
using Distributor.Testing.BotApi;
using Distributor.Testing.Processes;
using Distributor.Testing.Smtp;

namespace Distributor.Chaos;

/// <summary>
/// What the instances stand between: a PostgreSQL server of their own with its usual limit of connections, an emulated Bot API
/// and a loopback SMTP server.
/// </summary>
public sealed partial class ChaosWorld : IAsyncDisposable
{
    /// <summary>
    /// The bans of a storm fall from a clear sky, on many calls of several instances. What was on its way then does not make them
    /// longer; what comes later does.
    /// </summary>
    private static readonly TimeSpan TimeToHear = TimeSpan.FromSeconds(2);

    private readonly TemporaryDirectory directory = new();
    private readonly Dictionary<string, string> settings;
    private readonly Instance?[] crew;
    private readonly List<Instance> all = [];

    private ChaosWorld(ChaosOptions options, PrivatePostgres postgres, EmulatedBotApi bot, LoopbackSmtpServer smtp)
    {
        (Postgres, Bot, Smtp) = (postgres, bot, smtp);
        crew = new Instance?[options.Instances];
        Clocks = new Clocks(directory.Path);
        var rate = options.Rate.ToString(CultureInfo.InvariantCulture);
        settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Distributor"] = postgres.ConnectionString,
            ["Storage__DataDirectory"] = directory.Path,
            ["Telegram__BotToken"] = bot.Token,
            ["Telegram__ApiBaseUrl"] = bot.Url.AbsoluteUri,
            ["Telegram__Mode"] = "Off",
            ["Telegram__MessagesPerSecond"] = rate,
            ["Smtp__Host"] = "127.0.0.1",
            ["Smtp__Port"] = smtp.Port.ToString(CultureInfo.InvariantCulture),
            ["Smtp__Security"] = "None",
            ["Smtp__MessagesPerSecond"] = rate,
            ["Mail__FromAddress"] = "news@example.org",
            // The envelope sender names the delivery, so that a copy is known without its content.
            ["Mail__BounceDomain"] = "bounce.example.org",
            ["Sending__AlertsPerHour"] = "100000",
        };
    }

    public PrivatePostgres Postgres { get; }

    public EmulatedBotApi Bot { get; }

    public LoopbackSmtpServer Smtp { get; }

    public Clocks Clocks { get; }

    /// <summary>Without a pool: a server that was stopped leaves nothing behind in it.</summary>
    public string ConnectionString => Postgres.ConnectionString + ";Pooling=false";

    /// <summary>Messages taken on both channels, repeated ones too.</summary>
    public int Taken => Bot.MessageCount + Smtp.MailsTaken;

    /// <summary>The instances that run, by their number.</summary>
    public IReadOnlyList<int> Living => [.. Enumerable.Range(0, crew.Length).Where(number => crew[number] is not null)];

    public static async Task<ChaosWorld> OpenAsync(ChaosOptions options, CancellationToken cancellationToken)
    {
        // The server last: what ends with this process needs nobody to end it.
        var bot = await EmulatedBotApi.StartAsync(
            new BotApiRules { Rates = RateRules.None with { TimeToHear = TimeToHear } }
        );
        var smtp = await LoopbackSmtpServer.StartAsync(
            new SmtpServerOptions { KeepTranscript = false, KeepContent = false }
        );
        var postgres = await PrivatePostgres.StartAsync(cancellationToken, "-c max_connections=100");
        var world = new ChaosWorld(options, postgres, bot, smtp);
        try
        {
            await world.RunAsync(cancellationToken, "migrate");
            await new Readership(options.Readers, WithChats: true, DailyEvery: 2).AddAsync(
                world.ConnectionString,
                cancellationToken
            );
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    public void Start(int number)
    {
        if (crew[number] is null)
        {
            var own = new Dictionary<string, string>(settings.Concat(Clocks.Settings(number)));
            all.Add(crew[number] = Instance.Start(directory.Path, own, "work"));
        }
    }

    /// <summary>SIGKILL; nothing of it runs any more when this returns.</summary>
    public async Task KillAsync(int number)
    {
        await crew[number]!.KillAsync();
        crew[number] = null;
    }

    /// <summary>Instances that ended without having been told to.</summary>
    public IReadOnlyList<string> Fallen() =>
        [
            .. crew.OfType<Instance>()
                .Where(instance => instance.HasExited)
                .Select(instance => string.Join('\n', instance.Lines.TakeLast(15))),
        ];

    /// <summary>How many lines of all that run contain the words.</summary>
    public int Complaints(string words) =>
        crew.OfType<Instance>()
            .Sum(instance => instance.Lines.Count(line => line.Contains(words, StringComparison.Ordinal)));

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        await using var command = Instance.Start(directory.Path, settings, arguments);
        if (await command.WaitForExitAsync(cancellationToken) != 0)
        {
            throw new InvalidOperationException($"{arguments[0]}: {string.Join('\n', command.Lines)}");
        }
    }

    /// <summary>Tries a command that does no harm when it is repeated; on a busy machine a database that was just started may be slow.</summary>
    /// <exception cref="InvalidOperationException">It failed every time.</exception>
    public async Task InsistAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        for (var left = 5; ; left--)
        {
            try
            {
                await RunAsync(cancellationToken, arguments);
                return;
            }
            catch (InvalidOperationException) when (left > 0)
            {
                // Once more.
            }
        }
    }

    /// <summary>Publishes an article: a message to each chat, and to each mailbox that does not wait for a digest.</summary>
    public async Task PublishAsync(int number, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"Dispatch {number:0000}");
        var file = Path.Combine(directory.Path, name + ".txt");
        await File.WriteAllTextAsync(
            file,
            $"""
            {name}: the old port opens to the public again after long repairs

            {name} says that the old port is open again, the town told on Monday.

            Works had begun two years ago.
            """,
            cancellationToken
        );
        await InsistAsync(cancellationToken, "ingest", file, "--topic", Readership.Topic);
    }

    /// <summary>Ends when so many messages were taken, or when the time is over.</summary>
    public async Task WaitForMessagesAsync(int atLeast, TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(atMost);
        bool AreThere() => Taken >= atLeast;
        try
        {
            await await Task.WhenAny(
                Bot.WaitUntilAsync(AreThere, either.Token),
                Smtp.WaitAsync(AreThere, either.Token)
            );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A ban, an outage, a lane out of order: the storm goes on.
        }
        await either.CancelAsync();
    }

    /// <summary>Everything that was taken, whether or not its sender ever heard of that.</summary>
    public IReadOnlyList<Copy> Copies() =>
        [
            .. Bot
                .Calls.Where(call => call is { Method: "sendMessage", MessageId: not null })
                .Select(call => new Copy(
                    call["chat_id"]!,
                    StoryIn(call["text"]!),
                    null,
                    call.MessageId!.Value.ToString(CultureInfo.InvariantCulture),
                    call.ReceivedAt
                )),
            .. Smtp.Mails.Select(mail => new Copy(
                mail.Recipient,
                null,
                DeliveryIn().Match(mail.From).Groups[1].Value,
                null,
                mail.ReceivedAt
            )),
        ];

    /// <returns>Null when the words are about something else.</returns>
    public static int? StoryIn(string text) =>
        Story().Match(text) is { Success: true } found
            ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
            : null;

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in all)
        {
            await instance.DisposeAsync();
        }
        await Bot.DisposeAsync();
        await Smtp.DisposeAsync();
        await Postgres.DisposeAsync();
        directory.Dispose();
    }

    [GeneratedRegex("Dispatch ([0-9]{4})")]
    private static partial Regex Story();

    [GeneratedRegex(@"^b\+([0-9]+-[0-9]+-[0-9]+)\.")]
    private static partial Regex DeliveryIn();
}

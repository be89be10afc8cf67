using System.Globalization;
using Distributor.Benchmarks.Measuring;
using Distributor.Testing;
using Distributor.Testing.Processes;
using Distributor.Testing.Smtp;

namespace Distributor.Benchmarks.Instances;

/// <summary>
/// Processes of the program on one PostgreSQL with its usual limit of connections, and a loopback SMTP server that counts what
/// comes and forgets it.
/// </summary>
internal sealed class Fleet : IAsyncDisposable
{
    private const string Started = "Application started";

    private readonly TemporaryDirectory directory = new();
    private readonly Dictionary<string, string> settings;
    private readonly Instance?[] instances;

    private Fleet(PrivatePostgres postgres, LoopbackSmtpServer smtp, int count)
    {
        (Postgres, Smtp) = (postgres, smtp);
        instances = new Instance?[count];
        settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Distributor"] = postgres.ConnectionString,
            ["Storage__DataDirectory"] = directory.Path,
            ["Telegram__Mode"] = "Off",
            ["Smtp__Host"] = "127.0.0.1",
            ["Smtp__Port"] = smtp.Port.ToString(CultureInfo.InvariantCulture),
            ["Smtp__Security"] = "None",
            ["Mail__FromAddress"] = "news@example.org",
            ["Logging__LogLevel__Default"] = "Warning",
            ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
        };
    }

    public PrivatePostgres Postgres { get; }

    public LoopbackSmtpServer Smtp { get; }

    public int Count => instances.Length;

    /// <summary>Bytes of the largest instance at its highest point, of those that run.</summary>
    public long Peak => instances.OfType<Instance>().Max(instance => Measurement.PeakOf(instance.Id));

    public static async Task<Fleet> OpenAsync(int count, int readers, CancellationToken cancellationToken)
    {
        var smtp = await LoopbackSmtpServer.StartAsync(
            new SmtpServerOptions { KeepContent = false, KeepTranscript = false }
        );
        var fleet = new Fleet(
            await PrivatePostgres.StartAsync(cancellationToken, "-c max_connections=100"),
            smtp,
            count
        );
        try
        {
            await fleet.RunAsync(cancellationToken, "migrate");
            await new Readership(readers, WithChats: false, DailyEvery: 1).AddAsync(
                fleet.Postgres.ConnectionString,
                cancellationToken
            );
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Web app and workers; returns when it has started.</summary>
    public Task StartAsync(int number, CancellationToken cancellationToken)
    {
        var instance = Instance.Start(directory.Path, settings, "serve", "--urls", "http://127.0.0.1:0");
        instances[number] = instance;
        return instance.WaitForLineAsync(Started, cancellationToken);
    }

    /// <summary>As a service manager does it: SIGTERM, its end, a new one.</summary>
    public async Task RestartAsync(int number, CancellationToken cancellationToken)
    {
        var old = instances[number]!;
        await old.TerminateAsync(cancellationToken);
        if (await old.WaitForExitAsync(cancellationToken) is not 0 and var exit)
        {
            throw new InvalidOperationException($"An instance ended with {exit}:\n{string.Join('\n', old.Lines)}");
        }
        await old.DisposeAsync();
        await StartAsync(number, cancellationToken);
    }

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

    /// <summary>Articles for the next digest.</summary>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        foreach (
            var (story, number) in new[] { "Aqueduct", "Lighthouse", "Drawbridge" }.Select((story, i) => (story, i))
        )
        {
            var file = Path.Combine(directory.Path, $"{number}.txt");
            await File.WriteAllTextAsync(
                file,
                $"""
                {story} opens to the public again after long repairs

                The {story.ToLowerInvariant()} of the old port is open again, the town said on Monday.
                """,
                cancellationToken
            );
            await RunAsync(cancellationToken, "ingest", file, "--topic", Readership.Topic);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in instances.OfType<Instance>())
        {
            await instance.DisposeAsync();
        }
        await Smtp.DisposeAsync();
        await Postgres.DisposeAsync();
        directory.Dispose();
    }
}

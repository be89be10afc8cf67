using System.Diagnostics;
using Distributor.Benchmarks.Measuring;
using Distributor.Channels;
using Distributor.Channels.Email;
using Distributor.Channels.Email.Smtp;
using Distributor.Templates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Distributor.Benchmarks.Mail;

/// <summary>The product's SMTP channel as it is wired, fed by as many hands as it has connections; no ledger, no database.</summary>
internal sealed class ChannelRun : IAsyncDisposable
{
    /// <summary>So many mails until the compiler has seen what is hot.</summary>
    private const int WarmUp = 5_000;

    private readonly ServiceProvider services;
    private readonly SmtpChannel channel;
    private readonly BenchDigest digest;
    private readonly int connections;

    private ChannelRun(ServiceProvider services, int connections)
    {
        this.services = services;
        this.connections = connections;
        channel = services.GetRequiredService<SmtpChannel>();
        digest = new BenchDigest(services.GetRequiredService<MimeComposer>());
    }

    /// <param name="keyFile">To sign with; null sends unsigned.</param>
    public static async Task<ChannelRun> StartAsync(
        int port,
        int connections,
        int warmUp = WarmUp,
        string? keyFile = null
    )
    {
        var settings = new Dictionary<string, string?>
        {
            ["Smtp:Host"] = "127.0.0.1",
            ["Smtp:Port"] = $"{port}",
            ["Smtp:Security"] = "none",
            ["Smtp:Connections"] = $"{connections}",
            ["Mail:FromAddress"] = BenchDigest.From,
            ["Mail:FromName"] = "The Harbour Post",
        };
        if (keyFile is not null)
        {
            settings["Dkim:Domain"] = "news.example.org";
            settings["Dkim:Selector"] = "bench";
            settings["Dkim:PrivateKeyFile"] = keyFile;
        }
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging();
        services.AddChannels(configuration);
        var run = new ChannelRun(services.BuildServiceProvider(), connections);
        await run.SendAsync(warmUp, null);
        return run;
    }

    /// <summary>Both versions of a mail, for those who make their own mails of them.</summary>
    public PersonalMail FirstMail => digest.First;

    /// <summary>Octets of one whole mail.</summary>
    public int LengthOfAMail
    {
        get
        {
            var composer = services.GetRequiredService<MimeComposer>();
            if (!composer.TryMake(digest.Message(1), out var mail, out var refusal))
            {
                throw new InvalidOperationException(refusal.Reason);
            }
            using (mail)
            {
                return mail.Headers.Length + "\r\n".Length + mail.Body.Length;
            }
        }
    }

    /// <returns>What it cost, and each mail's time in milliseconds, from composing to the relay's answer.</returns>
    public async Task<(Measurement Cost, List<double> Times)> MeasureAsync(int mails)
    {
        var times = new double[mails];
        var cost = await Measurement.OfAsync(() => SendAsync(mails, times));
        return (cost, [.. times]);
    }

    public async ValueTask DisposeAsync() => await services.DisposeAsync();

    private Task SendAsync(int mails, double[]? times)
    {
        var next = 0;
        return Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(HandAsync)));

        async Task HandAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number <= mails)
            {
                var began = Stopwatch.GetTimestamp();
                var outcome = await channel.SendAsync(digest.Message(number), CancellationToken.None);
                if (outcome.State != Delivery.DeliveryState.Accepted)
                {
                    throw new InvalidOperationException($"The sink did not take a mail: {outcome.Reason}");
                }
                if (times is not null)
                {
                    times[number - 1] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                }
            }
        }
    }
}

using System.Globalization;
using Distributor.Benchmarks.Measuring;
using Distributor.Benchmarks.Running;
using Distributor.Channels;
using Distributor.Subscribers;
using Distributor.Testing.BotApi;
using Distributor.Testing.Smtp;

namespace Distributor.Benchmarks.Latency;

/// <summary>
/// Pushes articles over HTTP, one after the other, and says how long each took until the emulated Bot API had its first alert: alone,
/// beside a digest by mail, and through a digest of the same bot.
/// </summary>
internal sealed class LatencyScenario(int size, int times)
{
    private const int FirstReader = 1_000_000;

    /// <summary>Each has one chat that wants it, which is idle again when its next article comes.</summary>
    private static readonly string[] Topics =
    [
        "Letters",
        "Harbour",
        "Energy",
        "Culture",
        "Science",
        "Football",
        "Weather",
        "Traffic",
        "Markets",
        "Justice",
        "Gardens",
    ];

    private static readonly TimeSpan BetweenPushes = TimeSpan.FromMilliseconds(200);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var isMet = await MeasureAsync("nothing else is sent", null, cancellationToken);
        isMet &= await MeasureAsync("beside a digest by mail", ChannelKind.Email, cancellationToken);
        isMet &= await MeasureAsync("through a digest of the same bot", ChannelKind.Telegram, cancellationToken);
        return isMet ? 0 : 1;
    }

    private async Task<bool> MeasureAsync(string variant, ChannelKind? digest, CancellationToken cancellationToken)
    {
        await using var database = await BenchDatabase.OpenAsync(null, cancellationToken);
        await using var api = await EmulatedBotApi.StartAsync();
        await using var relay = await LoopbackSmtpServer.StartAsync(
            new()
            {
                KeepContent = false,
                KeepTranscript = false,
                MostMailsKept = 1,
            }
        );
        await using var app = await LiveApp.StartAsync(
            database.ConnectionString,
            cancellationToken,
            [.. LiveApp.Telegram(api), .. LiveApp.Mail(relay.Port)]
        );
        await app.ImportAsync(
            Topics
                .Select((topic, i) => string.Create(CultureInfo.InvariantCulture, $"{i + 1},{topic}"))
                .Prepend("telegram_chat_id,topics"),
            cancellationToken
        );
        // The very first article after a start is slow for the first use of everything.
        await PushAsync(app, api, 0, "Before", cancellationToken);
        if (digest is { } channel)
        {
            await Readers.AddAsync(
                database.ConnectionString,
                channel,
                Cadence.Daily,
                FirstReader,
                size,
                cancellationToken
            );
            await app.DigestNowAsync(cancellationToken);
            await (
                channel == ChannelKind.Email
                    ? relay.WaitForMailsAsync(100, cancellationToken)
                    : api.WaitForCallsAsync(30, cancellationToken, IsDigest)
            );
        }
        int Sent() => digest == ChannelKind.Email ? relay.MailsTaken : api.Calls.Count(IsDigest);
        var before = Sent();
        var waits = new List<double>();
        var measured = await Measurement.OfAsync(async () =>
        {
            for (var i = 1; i <= times && (digest is null || Sent() < size); i++)
            {
                waits.Add(await PushAsync(app, api, i, "News", cancellationToken));
                await Task.Delay(BetweenPushes, cancellationToken);
            }
        });
        var sent = Sent() - before;
        var line = new ResultLine
        {
            Scenario = "latency",
            Variant = variant,
            Size = digest is null ? null : size,
            Seconds = Math.Round(measured.Elapsed.TotalSeconds, 1),
            CpuSeconds = Math.Round(measured.Processor.TotalSeconds, 1),
            PeakMegabytes = Math.Round(measured.PeakResident / 1e6, 1),
            Goal = "p95 < 1 s",
            Note =
                string.Create(CultureInfo.InvariantCulture, $"{waits.Count} articles")
                + (
                    digest is null
                        ? ""
                        : string.Create(
                            CultureInfo.InvariantCulture,
                            $"; meanwhile {sent} of the digest went out, {sent / measured.Elapsed.TotalSeconds:0} a second"
                        )
                )
                + "; relay and Bot API are in the same process",
        }.With(waits);
        var isMet = line.P95 < 1_000;
        (line with { GoalMet = isMet }).Write();
        return isMet;
    }

    private static bool IsDigest(BotApiCall call) => call.ChatId > FirstReader;

    /// <returns>Milliseconds from the first byte of the push to the call.</returns>
    private static async Task<double> PushAsync(
        LiveApp app,
        EmulatedBotApi api,
        int number,
        string what,
        CancellationToken cancellationToken
    )
    {
        var topic = Topics[number % Topics.Length];
        var chat = (number % Topics.Length) + 1;
        var pushedAt = DateTimeOffset.UtcNow;
        bool IsIt(BotApiCall call) => call.ChatId == chat && call.ReceivedAt >= pushedAt;
        await app.PushAsync(
            string.Create(CultureInfo.InvariantCulture, $"{what} of {topic}, number {number}"),
            topic,
            cancellationToken
        );
        await api.WaitForCallsAsync(1, cancellationToken, IsIt);
        return (api.Calls.First(IsIt).ReceivedAt - pushedAt).TotalMilliseconds;
    }
}

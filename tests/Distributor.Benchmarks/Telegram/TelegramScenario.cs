using System.Globalization;
using Distributor.Benchmarks.Measuring;
using Distributor.Benchmarks.Running;
using Distributor.Channels;
using Distributor.Subscribers;
using Distributor.Testing.BotApi;

namespace Distributor.Benchmarks.Telegram;

/// <summary>
/// One alert to many chats: as fast as Telegram allows, and never faster. The emulator refuses what is too fast and closes the bot for
/// a while, as Telegram does; it lives in this process and takes its share of the processors.
/// </summary>
internal static class TelegramScenario
{
    public static async Task<int> RunAsync(int free, int paid, CancellationToken cancellationToken)
    {
        var isMet = true;
        if (free > 0)
        {
            isMet &= await MeasureAsync("30 a second", free, 30, 0.97, [], cancellationToken);
        }
        if (paid > 0)
        {
            isMet &= await MeasureAsync(
                "paid broadcast, 1,000 a second",
                paid,
                1_000,
                0.90,
                ["--Telegram:MessagesPerSecond=1000", "--Telegram:PaidBroadcast=true"],
                cancellationToken
            );
        }
        return isMet ? 0 : 1;
    }

    private static async Task<bool> MeasureAsync(
        string variant,
        int chats,
        int limit,
        double goal,
        string[] settings,
        CancellationToken cancellationToken
    )
    {
        await using var database = await BenchDatabase.OpenAsync(null, cancellationToken);
        await using var api = await EmulatedBotApi.StartAsync();
        await using var app = await LiveApp.StartAsync(
            database.ConnectionString,
            cancellationToken,
            [.. LiveApp.Telegram(api), .. settings]
        );
        await Readers.AddAsync(
            database.ConnectionString,
            ChannelKind.Telegram,
            Cadence.Instant,
            1_000_000,
            chats,
            cancellationToken
        );
        var measured = await Measurement.OfAsync(async () =>
        {
            await app.PushAsync("Harbour closed", "World", cancellationToken);
            await api.WaitForMessagesAsync(chats, cancellationToken);
        });
        var calls = api.Calls.Where(call => call.Method == "sendMessage").ToList();
        var refused = calls.Count(call => call.Status == 429);
        var rate = (calls.Count - 1) / (calls[^1].ReceivedAt - calls[0].ReceivedAt).TotalSeconds;
        var told = api.Messages.Select(message => message.ChatId).Distinct().Count();
        var isMet =
            rate >= goal * limit
            && refused == 0
            && api.Rates.RequestsInsideABan == 0
            && told == chats
            && calls.Count == chats;
        (
            new ResultLine
            {
                Scenario = "telegram",
                Variant = variant,
                Reference = string.Create(CultureInfo.InvariantCulture, $"the limit of {limit:N0} a second"),
                ReferencePerSecond = limit,
                Goal =
                    goal < 0.95
                        ? "≥ 900 a second, no 429, no call inside a ban"
                        : "≥ 97 % of the limit, no 429, no call inside a ban",
            }.Of(measured, chats) with
            {
                PerSecond = Math.Round(rate, 2),
                Ratio = Math.Round(rate / limit, 3),
                GoalMet = isMet,
                Note = string.Create(
                    CultureInfo.InvariantCulture,
                    $"rate from the first call to the last; {calls.Count} calls, {refused} times 429, {api.Rates.RequestsInsideABan} calls inside a ban; costs include the emulator's"
                ),
            }
        ).Write();
        return isMet;
    }
}

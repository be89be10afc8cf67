using System.CommandLine;
using Distributor.Benchmarks.Measuring;

namespace Distributor.Benchmarks.Telegram;

internal static class TelegramCommand
{
    public static Command Create()
    {
        var size = BenchOptions.Size("Chats that get one alert at 30 a second.", 3_000);
        var paid = new Option<int>("--paid-size")
        {
            Description = "Chats that get one alert at 1,000 a second.",
            DefaultValueFactory = _ => 20_000,
        };
        var command = new Command("telegram", "Alerts through an emulated Bot API that enforces Telegram's limits.")
        {
            size,
            paid,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                TelegramScenario.RunAsync(parsed.GetValue(size), parsed.GetValue(paid), cancellationToken)
        );
        return command;
    }
}

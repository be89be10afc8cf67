using System.CommandLine;
using Distributor.Testing.BotApi;

namespace Distributor.Bench;

/// <summary><c>botapi</c>: the emulated Bot API with its page, until Ctrl+C.</summary>
internal static class BotApiCommand
{
    public static Command Create()
    {
        var port = new Option<int>("--port")
        {
            Description = "Where to listen on 127.0.0.1.",
            DefaultValueFactory = _ => 8081,
        };
        var unlimited = new Option<bool>("--unlimited") { Description = "Without flood limits." };
        var command = new Command("botapi", "Emulates the Bot API; its page shows each chat as a phone would.")
        {
            port,
            unlimited,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(parsed.GetValue(port), parsed.GetValue(unlimited), cancellationToken)
        );
        return command;
    }

    private static async Task<int> RunAsync(int port, bool isUnlimited, CancellationToken cancellationToken)
    {
        EmulatedBotApi bot;
        try
        {
            var rules = isUnlimited ? new BotApiRules { Rates = RateRules.None } : new BotApiRules();
            bot = await EmulatedBotApi.StartAsync(rules, port: port);
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync($"Port {port} cannot be used: {e.Message}");
            return 1;
        }
        await using (bot)
        {
            Console.WriteLine($"Chats: {bot.Url}");
            Console.WriteLine("Start Distributor with these settings to send here:");
            Console.WriteLine($"Telegram__BotToken={bot.Token} Telegram__ApiBaseUrl={bot.Url.ToString().TrimEnd('/')}");
            Console.WriteLine("Ctrl+C ends it; nothing is kept.");
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                // Ctrl+C or SIGTERM: the way to end it.
            }
        }
        return 0;
    }
}

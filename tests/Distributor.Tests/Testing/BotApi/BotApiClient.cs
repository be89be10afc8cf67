using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Distributor.Testing.BotApi;
using Telegram.Bot;
using Xunit;

namespace Distributor.Tests.Testing.BotApi;

/// <summary>The two ways the tests call the emulator: by the library the product uses, and by bare HTTP.</summary>
internal static class BotApiClient
{
    private static readonly HttpClient Http = new();

    /// <summary>The library, told never to wait and repeat by itself.</summary>
    public static TelegramBotClient Client(this EmulatedBotApi bot) =>
        new(new TelegramBotClientOptions(bot.Token, bot.Url.ToString()) { RetryThreshold = 0, RetryCount = 0 });

    /// <summary>Posts JSON.</summary>
    public static Task<HttpResponseMessage> PostAsync(
        this EmulatedBotApi bot,
        string method,
        object? parameters = null
    ) => Http.PostAsJsonAsync(new Uri(bot.Url, $"/bot{bot.Token}/{method}"), parameters ?? new { });

    public static Task<HttpResponseMessage> PostAsync(this EmulatedBotApi bot, string method, HttpContent body) =>
        Http.PostAsync(new Uri(bot.Url, $"/bot{bot.Token}/{method}"), body);

    /// <summary>Posts JSON and reads the answer, whatever it is.</summary>
    public static async Task<JsonObject> CallAsync(this EmulatedBotApi bot, string method, object? parameters = null)
    {
        using var response = await bot.PostAsync(method, parameters);
        var answer = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        Assert.Equal((int)response.StatusCode, answer.ContainsKey("error_code") ? (int)answer["error_code"]! : 200);
        return answer;
    }

    /// <summary>The result of a call that must go well.</summary>
    public static async Task<JsonNode> ResultAsync(this EmulatedBotApi bot, string method, object? parameters = null)
    {
        var answer = await bot.CallAsync(method, parameters);
        Assert.Null((string?)answer["description"]);
        return answer["result"]!;
    }

    /// <summary>The description of a call that must go wrong.</summary>
    public static async Task<string> ErrorAsync(this EmulatedBotApi bot, string method, object? parameters = null)
    {
        var answer = await bot.CallAsync(method, parameters);
        Assert.False((bool)answer["ok"]!);
        return (string)answer["description"]!;
    }

    /// <summary>Sends a short text.</summary>
    public static Task<JsonObject> SayAsync(this EmulatedBotApi bot, long chat, string text = "Hello") =>
        bot.CallAsync("sendMessage", new { chat_id = chat, text });
}

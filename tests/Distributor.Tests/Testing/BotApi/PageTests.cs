using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Distributor.Testing.BotApi;
using Xunit;

namespace Distributor.Tests.Testing.BotApi;

public sealed class PageTests
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/page/page.css", "text/css")]
    [InlineData("/page/page.js", "text/javascript")]
    [InlineData("/page/entities.js", "text/javascript")]
    public async Task Its_files_come_with_a_policy_that_allows_nothing_foreign(string path, string type)
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        using var http = new HttpClient { BaseAddress = bot.Url };

        using var response = await http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(
            "script-src 'self'",
            response.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            "://",
            (await response.Content.ReadAsStringAsync()).Replace("data:", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task What_is_done_there_happens_in_the_chat()
    {
        await using var bot = await EmulatedBotApi.StartAsync();
        using var http = new HttpClient { BaseAddress = bot.Url };
        async Task<HttpStatusCode> Do(string path, object body)
        {
            using var response = await http.PostAsJsonAsync(new Uri("/page/" + path, UriKind.Relative), body);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.OK, await Do("chats/7/open", new { title = "<i>Mina</i>" }));
        Assert.Equal(HttpStatusCode.OK, await Do("chats/7/write", new { text = "/start" }));
        Assert.Equal(HttpStatusCode.OK, await Do("chats/7/block", new { }));
        Assert.Equal(HttpStatusCode.BadRequest, await Do("chats/7/fly", new { }));
        Assert.Equal(HttpStatusCode.OK, await Do("faults", new { name = "502", times = 3 }));

        Assert.Equal(("/start", ChatState.BlockedByUser), (bot.Chat(7).Messages[0].Text, bot.Chat(7).State));
        Assert.Equal(3, Assert.Single(bot.Faults.Active).Left);
        var state = await http.GetFromJsonAsync<JsonObject>(new Uri("/page/state", UriKind.Relative));
        Assert.Equal("<i>Mina</i>", (string?)state!["chats"]![0]!["title"]);
        using var form = await http.PostAsync(
            new Uri("/page/chats/7/unblock", UriKind.Relative),
            new StringContent("{}")
        );
        Assert.Equal(HttpStatusCode.BadRequest, form.StatusCode);
    }
}

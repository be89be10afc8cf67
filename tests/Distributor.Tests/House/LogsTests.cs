using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Distributor.Api;
using Distributor.Digests;
using Distributor.Jobs;
using Distributor.Sources;
using Distributor.Sources.Polling;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Importing;
using Distributor.Subscribers.Links;
using Distributor.Testing;
using Distributor.Testing.BotApi;
using Distributor.Tests.Sources;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Distributor.Tests.House;

/// <summary>
/// A whole way through the application with all that can go wrong on it, and not one line of the log tells who was written to,
/// what was written, or a secret.
/// </summary>
public sealed class LogsTests
{
    private const string Mail = "zelda.quillfeather@mail.example";
    private const string Chat = "7318264055";
    private const string Title = "Quokka census surprises rangers";
    private const string Sentence = "Seventeen marsupials answered to their names";
    private const string BotToken = "918273645:AAQwertyZxcvbnAsdfghPoiuytLkjhg_mnb";
    private const string SmtpPassword = "correct-horse-battery";
    private const string FeedSecret = "feedsecretpapaya";
    private const string BadBody = "unfinished marzipan";
    private const string WrongKey = "dk_WrongWrongWrongWrongWrongWrongWrongWrongWro";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task No_line_tells_an_address_a_secret_or_what_was_written(DatabaseProvider provider)
    {
        using var logs = new CapturedLogs();
        await using var telegram = await EmulatedBotApi.StartAsync(new() { Token = BotToken });
        List<string> secrets = [Mail, Chat, Title, Sentence, BotToken, SmtpPassword, FeedSecret, BadBody, WrongKey];
        await using (
            var app = await WorkingApp.StartAsync(
                provider,
                builder => builder.Logging.AddProvider(logs),
                "--Logging:Captured:LogLevel:Default=Information",
                "--Logging:Captured:LogLevel:Distributor=Trace",
                "--Logging:Captured:LogLevel:Microsoft.AspNetCore=Information",
                // As the product sets it: at Information it writes the paths of requests, and with them the tokens of links.
                "--Logging:Captured:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Warning",
                "--Logging:Captured:LogLevel:Microsoft.EntityFrameworkCore=Information",
                "--Logging:Captured:LogLevel:Hangfire=Information",
                "--Logging:Captured:LogLevel:System.Net.Http=Information",
                "--Sources:AllowPrivateNetworks=true",
                $"--Telegram:BotToken={BotToken}",
                $"--Telegram:ApiBaseUrl={telegram.Url}",
                "--Smtp:UserName=news",
                $"--Smtp:Password={SmtpPassword}"
            )
        )
        {
            secrets.AddRange(await UseAsync(app, telegram));
        }

        Assert.NotEmpty(logs.Lines);
        Assert.All(
            secrets,
            secret =>
                Assert.DoesNotContain(logs.Lines, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase))
        );
    }

    /// <returns>The secrets made on the way.</returns>
    private static async Task<string[]> UseAsync(WorkingApp app, EmulatedBotApi telegram)
    {
        await ImportAsync(app);
        var key = await app.Service<ApiKeys>().CreateAsync("wire", "cli:test", Token);
        await PushAsync(app, key);
        await telegram.WaitForMessagesAsync(1, Token);
        var digest = await app.Service<DigestRuns>().OpenNowAsync(Token);
        app.Service<NewWork>().Announce();
        await WorkingApp.UntilAsync(
            $"digest {digest} was sent",
            () => Task.FromResult(OutboxReader.ReadMails(app.DataDirectory).Count == 1)
        );
        await PollABrokenFeedAsync(app);
        return [key, await UnsubscribeAsync(app)];
    }

    private static async Task ImportAsync(WorkingApp app)
    {
        var csv = $"""
            email,name,telegram_chat_id,time_zone,topics
            {Mail},Zelda,,Europe/Lisbon,World
            ,Chat,{Chat},Europe/Lisbon,World
            not.an.address.{Mail.Replace('@', '-')},Nobody,,Mars/Olympus,World
            """;
        await app.Service<SubscriberImporter>().ImportAsync(new StringReader(csv), "test", _ => { }, null, Token);
    }

    private static async Task PushAsync(WorkingApp app, string key)
    {
        const string Article = $$"""
            {"guid":"q1","title":"{{Title}}","text":"{{Sentence}}.","topics":["World"]}
            """;
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(app, WrongKey, Article));
        Assert.Equal(HttpStatusCode.Created, await PostAsync(app, key, Article));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(app, key, "{\"title\":\"" + BadBody));
        Assert.Equal(
            HttpStatusCode.UnprocessableEntity,
            await PostAsync(app, key, $$"""{"title":"","text":"{{BadBody}}"}""")
        );
    }

    private static async Task<HttpStatusCode> PostAsync(WorkingApp app, string key, string json)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/articles")
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await app.Client.SendAsync(request, Token);
        return answer.StatusCode;
    }

    private static async Task PollABrokenFeedAsync(WorkingApp app)
    {
        await using var server = await FeedServer.StartAsync();
        server.Serve("/feed", $"<html><p>{BadBody}</p>");
        await app.Service<SourceCatalog>().AddAsync(server.At($"/feed?key={FeedSecret}"), "Wire", [], "test", Token);
        await app.Service<SourceCatalog>()
            .AddAsync(new Uri($"http://127.0.0.1:9/{FeedSecret}"), "Gone", [], "test", Token);
        await using var db = app.NewDb();
        foreach (var source in await db.Sources.AsNoTracking().Where(s => s.Kind == SourceKind.Feed).ToListAsync(Token))
        {
            await app.Service<SourcePoll>().RunAsync(source, Token);
        }
        Assert.Equal(2, await db.Sources.CountAsync(s => s.LastError != null, Token));
    }

    private static async Task<string> UnsubscribeAsync(WorkingApp app)
    {
        await using var db = app.NewDb();
        var address = await db.Addresses.SingleAsync(a => a.Value == Mail, Token);
        var token = await app.Service<LinkTokens>().CreateAsync(LinkPurpose.Unsubscribe, address.Id, Token);
        using var page = await app.Client.GetAsync($"/unsubscribe/{token}", Token);
        using var form = new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]);
        using var done = await app.Client.PostAsync($"/unsubscribe/{token}", form, Token);
        using var broken = await app.Client.GetAsync($"/unsubscribe/{token}x", Token);
        Assert.Equal(
            [true, true, false],
            [page.IsSuccessStatusCode, done.IsSuccessStatusCode, broken.IsSuccessStatusCode]
        );
        Assert.Equal(
            AddressState.Unsubscribed,
            await db.Addresses.Where(a => a.Id == address.Id).Select(a => a.State).SingleAsync(Token)
        );
        return token;
    }
}

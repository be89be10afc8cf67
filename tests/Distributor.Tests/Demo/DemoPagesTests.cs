using System.Net;
using Distributor.Articles.Reading;
using Distributor.Channels;
using Distributor.Demo;
using Distributor.Demo.Viewer;
using Distributor.Sources;
using Distributor.Sources.Inputs;
using Distributor.Storage;
using Distributor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Distributor.Tests.Demo;

/// <summary>The pages of a demo in this process, with one article and two messages nobody would want to show unseen.</summary>
public sealed class DemoPagesTests : IAsyncLifetime
{
    private const string HostileTitle = "<script>alert(1)</script> & \"quoted\"";
    private const string Escaped = "&lt;script&gt;alert(1)&lt;/script&gt;";

    private readonly TemporaryDirectory directory = new();
    private WebApplication app = null!;
    private HttpClient client = null!;
    private string mail = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var builder = App.CreateBuilder();
        var address = DemoAddress.Of("http://127.0.0.1:0");
        DemoSettings.Apply(builder, DemoDirectory.Open(directory.Path), address, once: false);
        builder.AddDistributor();
        builder.AddDemo();
        app = builder.Build();
        app.MapDistributor();
        app.MapDemoPages();
        await app.StartAsync(Token);
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(Token);
        client = new HttpClient { BaseAddress = new Uri(address.Public) };
        await AddHostileArticleAsync();
        await AddHostileMessagesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory.Dispose();
    }

    private async Task AddHostileArticleAsync()
    {
        var article = new ReadArticle
        {
            Title = HostileTitle,
            Guid = "hostile",
            Html = "<p>Calm.</p>",
            Text = "Calm.",
        };
        await app
            .Services.GetRequiredService<InputIntake>()
            .AddAsync(
                SourceKind.Manual,
                new ReadResult { Kind = InputKind.Text, Articles = [article] },
                null,
                [],
                Token
            );
    }

    private async Task AddHostileMessagesAsync()
    {
        await app
            .Services.GetRequiredService<IChannel<TelegramMessage>>()
            .SendAsync(
                new TelegramMessage
                {
                    DeliveryId = "1-1-0",
                    ChatId = 5,
                    Html = "<b onclick=\"x()\">bold</b><script>alert(1)</script><a href=\"javascript:x()\">link</a>",
                },
                Token
            );
        var folder = Path.Combine(directory.Path, "outbox", "email");
        Directory.CreateDirectory(folder);
        mail = "20261123T070000000Z-1-2-0.eml";
        await File.WriteAllTextAsync(
            Path.Combine(folder, mail),
            $"From: a@example.org\r\nTo: b@example.org\r\nSubject: {HostileTitle}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<script>alert(1)</script><p>Hello</p>\r\n",
            Token
        );
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/demo/articles/1")]
    [InlineData("/demo/mails")]
    [InlineData("/demo/mails/20261123T070000000Z-1-2-0.eml")]
    public async Task Every_page_answers_and_escapes_a_hostile_title(string path)
    {
        using var response = await client.GetAsync(path, Token);
        var html = await response.Content.ReadAsStringAsync(Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(Escaped, html);
        Assert.DoesNotContain("<script", html);
        Assert.Contains("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Fact]
    public async Task A_chat_shows_the_tags_of_Telegram_and_no_others()
    {
        var html = await client.GetStringAsync("/demo/telegram", Token);

        Assert.Contains("<b>bold</b>", html);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("onclick", html);
        Assert.DoesNotContain("javascript:", html);
    }

    [Fact]
    public async Task The_body_of_a_mail_is_sandboxed_and_may_load_pictures_only()
    {
        using var response = await client.GetAsync($"/demo/mails/{mail}/html", Token);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();

        Assert.StartsWith("default-src 'none'; img-src 'self' ", policy);
        Assert.EndsWith("; sandbox", policy);
        Assert.DoesNotContain("script-src", policy);
    }

    [Theory]
    [InlineData("/demo/mails/..%2f..%2f.distributor-demo/source")]
    [InlineData("/demo/mails/%2e%2e%2f%2e%2e%2fdistributor.db/source")]
    [InlineData("/demo/mails/..%5c..%5cdistributor.db/html")]
    [InlineData("/demo/mails/nothing.eml")]
    [InlineData("/demo/articles/999")]
    public async Task Only_what_lies_in_the_outbox_is_shown(string path)
    {
        using var response = await client.GetAsync(path, Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}

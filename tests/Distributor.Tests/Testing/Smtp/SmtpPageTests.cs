using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Distributor.Testing.Smtp;
using Distributor.Testing.Smtp.Page;
using Xunit;

namespace Distributor.Tests.Testing.Smtp;

/// <summary>The page shows what was taken, and nothing a mail contains gets power over it.</summary>
public sealed class SmtpPageTests
{
    private const string Hostile =
        "From: \"<b>x</b>\" <a@x.test>\r\nTo: b@x.test\r\nSubject: <script>alert(1)</script>\r\nMIME-Version: 1.0\r\n"
        + "Content-Type: text/html; charset=utf-8\r\n\r\n<html><head></head><script>alert(2)</script></html>\r\n";

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_is_listed_opened_rendered_and_downloaded()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        await using var page = await SmtpPage.StartAsync(server);
        using var http = new HttpClient { BaseAddress = page.Url };
        await TakeAsync(server);

        var state = await http.GetFromJsonAsync<JsonObject>("/page/state", Patience);
        var mail = await http.GetFromJsonAsync<JsonObject>("/page/mails/1", Patience);
        using var html = await http.GetAsync(new Uri("/page/mails/1/html", UriKind.Relative), Patience);
        var file = await http.GetByteArrayAsync(new Uri("/page/mails/1/eml", UriKind.Relative), Patience);

        Assert.Equal("<script>alert(1)</script>", (string?)state!["mails"]![0]!["subject"]);
        Assert.Equal("b@x.test", (string?)state["mails"]![0]!["to"]);
        Assert.True((bool)mail!["hasHtml"]!);
        Assert.Contains("RCPT TO:", mail["transcript"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(server.Mails[0].Raw.ToArray(), file);
        var policy = html.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("sandbox allow-popups", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script", policy, StringComparison.Ordinal);
        Assert.EndsWith("img-src data:", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remote_images_are_loaded_only_when_asked_for()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        await using var page = await SmtpPage.StartAsync(server);
        using var http = new HttpClient { BaseAddress = page.Url };
        await TakeAsync(server);

        using var html = await http.GetAsync(new Uri("/page/mails/1/html?remote=1", UriKind.Relative), Patience);

        var policy = html.Headers.GetValues("Content-Security-Policy").Single();
        Assert.EndsWith("img-src data: http: https:", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_chosen_on_the_page_happens_to_the_recipient_it_is_meant_for()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        await using var page = await SmtpPage.StartAsync(server);
        using var http = new HttpClient { BaseAddress = page.Url };
        await using var client = await RawSmtpClient.IntroducedAsync(server);

        using var injected = await http.PostAsJsonAsync(
            "/page/faults",
            new
            {
                name = "unknown",
                times = 1,
                recipient = "gone@x.test",
            },
            Patience
        );
        using var form = new FormUrlEncodedContent([new("name", "drop")]);
        using var foreign = await http.PostAsync(new Uri("/page/faults", UriKind.Relative), form, Patience);
        await client.AskAsync("MAIL FROM:<a@x.test>");

        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        Assert.StartsWith("250", await client.AskAsync("RCPT TO:<b@x.test>"), StringComparison.Ordinal);
        Assert.Equal("550 5.1.1 User unknown", await client.AskAsync("RCPT TO:<gone@x.test>"));
        Assert.StartsWith("250", await client.AskAsync("RCPT TO:<gone@x.test>"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_name_that_leads_here_sees_nothing()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        await using var page = await SmtpPage.StartAsync(server);
        using var http = new HttpClient { BaseAddress = page.Url };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/page/state") { Headers = { Host = "evil.test" } };

        using var answer = await http.SendAsync(request, Patience);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static async Task TakeAsync(LoopbackSmtpServer server)
    {
        await using var client = await RawSmtpClient.IntroducedAsync(server);
        await client.AskAsync("MAIL FROM:<a@x.test>");
        await client.AskAsync("RCPT TO:<b@x.test>");
        await client.AskAsync($"BDAT {Hostile.Length} LAST\r\n{Hostile[..^2]}");
    }
}

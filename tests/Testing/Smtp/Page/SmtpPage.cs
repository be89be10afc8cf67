using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Distributor.Testing.Smtp.Page;

/// <summary>A page of the mails a <see cref="LoopbackSmtpServer"/> took, with buttons that let things go wrong.</summary>
public sealed partial class SmtpPage : IAsyncDisposable
{
    const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; frame-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // A mail may look as it likes and open its links in another tab. It runs nothing, sends nothing and loads nothing.
    const string MailPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'self'; "
        + "sandbox allow-popups allow-popups-to-escape-sandbox; img-src data:";

    static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    readonly LoopbackSmtpServer _server;
    readonly WebApplication _app;
    readonly CancellationTokenSource _stopping = new();

    SmtpPage(LoopbackSmtpServer server, WebApplication app)
    {
        _server = server;
        _app = app;
    }

    public Uri Url => new(_app.Urls.Single());

    /// <param name="server">Goes on when the page ends.</param>
    /// <param name="port">On 127.0.0.1; 0 takes a free one.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<SmtpPage> StartAsync(LoopbackSmtpServer server, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        // An open page is no reason to wait.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        // A name of somebody else that leads to this machine does not get the mails.
        builder.Services.AddHostFiltering(hosts => hosts.AllowedHosts = ["localhost", "127.0.0.1"]);
        var app = builder.Build();
        app.UseHostFiltering();
        var page = new SmtpPage(server, app);
        page.Map();
        try
        {
            await app.StartAsync();
            return page;
        }
        catch
        {
            await page.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _app.StopAsync();
        }
        catch (OperationCanceledException)
        {
            // Requests were still running; their connections are closed now.
        }
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    void Map()
    {
        _app.MapGet("/", context => FileAsync(context, "smtp/page.html", "text/html"));
        _app.MapGet("/page/page.css", context => FileAsync(context, "smtp/page.css", "text/css"));
        foreach (var script in (string[])["page.js", "mail.js"])
        {
            _app.MapGet("/page/" + script, context => FileAsync(context, "smtp/" + script, "text/javascript"));
        }
        _app.MapGet("/page/dom.js", context => FileAsync(context, "botapi/dom.js", "text/javascript"));
        _app.MapGet("/page/events", EventsAsync);
        _app.MapGet("/page/state", context => JsonAsync(context, SmtpPageJson.State(_server)));
        _app.MapGet("/page/mails/{number:int}", context => WithMailAsync(context, ShowAsync));
        _app.MapGet("/page/mails/{number:int}/html", context => WithMailAsync(context, RenderAsync));
        _app.MapGet("/page/mails/{number:int}/eml", context => WithMailAsync(context, DownloadAsync));
        _app.MapPost("/page/faults", InjectAsync);
        _app.MapPost("/page/forget", ForgetAsync);
    }

    /// <summary>One line for each change; many at once become one.</summary>
    async Task EventsAsync(HttpContext context)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token, context.RequestAborted);
        context.Response.ContentType = "text/event-stream";
        try
        {
            while (true)
            {
                var version = _server.Version;
                await context.Response.WriteAsync(
                    string.Create(CultureInfo.InvariantCulture, $"data: {version}\n\n"),
                    end.Token
                );
                await context.Response.Body.FlushAsync(end.Token);
                await _server.WaitAsync(() => _server.Version != version, end.Token);
                await Task.Delay(Breath, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed or the server goes down.
        }
    }

    Task WithMailAsync(HttpContext context, Func<HttpContext, ReceivedMail, Task> show)
    {
        var number = int.Parse((string)context.Request.RouteValues["number"]!, CultureInfo.InvariantCulture);
        if (_server.Mails.FirstOrDefault(mail => mail.Number == number) is { } mail)
        {
            return show(context, mail);
        }
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return JsonAsync(context, new() { ["error"] = "This mail is not kept any more." });
    }

    Task ShowAsync(HttpContext context, ReceivedMail mail) => JsonAsync(context, SmtpPageJson.Mail(mail, _server));

    static Task RenderAsync(HttpContext context, ReceivedMail mail)
    {
        Guard(context);
        var isRemote = context.Request.Query["remote"] == "1";
        context.Response.Headers.ContentSecurityPolicy = MailPolicy + (isRemote ? " http: https:" : "");
        context.Response.ContentType = "text/html; charset=utf-8";
        // Links open beside the page, not in the frame.
        var html = SmtpPageJson.Message(mail)?.HtmlBody ?? "";
        return context.Response.WriteAsync(Head().Replace(html, "$0<base target=\"_blank\">", 1));
    }

    static Task DownloadAsync(HttpContext context, ReceivedMail mail)
    {
        Guard(context);
        context.Response.ContentType = "message/rfc822";
        context.Response.Headers.ContentDisposition = string.Create(
            CultureInfo.InvariantCulture,
            $"attachment; filename=\"mail-{mail.Number}.eml\""
        );
        return context.Response.Body.WriteAsync(mail.Raw).AsTask();
    }

    async Task InjectAsync(HttpContext context)
    {
        if (await BodyAsync(context) is not { } body)
        {
            return;
        }
        if ((string?)body["name"] == "none")
        {
            _server.Faults.Clear();
        }
        else if (SmtpPageFault.Named((string?)body["name"]) is var (at, fault))
        {
            var times = Math.Clamp((int?)body["times"] ?? 1, 1, 1000);
            var recipient = ((string?)body["recipient"])?.Trim();
            _ = string.IsNullOrEmpty(recipient)
                ? _server.Faults.Next(at, fault, times)
                : _server.Faults.ForRecipient(recipient, at, fault, times);
        }
        _server.Changed();
        await JsonAsync(context, []);
    }

    async Task ForgetAsync(HttpContext context)
    {
        if (await BodyAsync(context) is not null)
        {
            _server.ForgetMails();
            await JsonAsync(context, []);
        }
    }

    /// <summary>Only JSON, so that no other site can post here with a form.</summary>
    static async Task<JsonObject?> BodyAsync(HttpContext context)
    {
        if (context.Request.HasJsonContentType())
        {
            try
            {
                return await JsonNode.ParseAsync(context.Request.Body) as JsonObject ?? [];
            }
            catch (JsonException)
            {
                // Told below.
            }
        }
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await JsonAsync(context, new() { ["error"] = "A JSON object is expected." });
        return null;
    }

    static Task JsonAsync(HttpContext context, JsonObject json)
    {
        Guard(context);
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json.ToJsonString());
    }

    static async Task FileAsync(HttpContext context, string name, string type)
    {
        Guard(context);
        context.Response.ContentType = type + "; charset=utf-8";
        await using var content =
            typeof(SmtpPage).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded in this assembly.");
        await content.CopyToAsync(context.Response.Body);
    }

    static void Guard(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = Policy;
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        context.Response.Headers.CacheControl = "no-store";
    }

    [GeneratedRegex(@"<head\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Head();
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Distributor.Testing.BotApi.Page;

/// <summary>The page at <c>/</c> that shows each chat as a phone would, and what its buttons do.</summary>
sealed class BenchPage(EmulatedBotApi bot, BotWorld world)
{
    const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' http: https:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);

    /// <param name="stopping">Ends the stream of events when the server goes down.</param>
    public void Map(WebApplication app, CancellationToken stopping)
    {
        app.MapGet("/", context => FileAsync(context, "page.html", "text/html"));
        app.MapGet("/page/page.css", context => FileAsync(context, "page.css", "text/css"));
        foreach (var script in (string[])["page.js", "bench.js", "message.js", "entities.js", "dom.js"])
        {
            app.MapGet("/page/" + script, context => FileAsync(context, script, "text/javascript"));
        }
        app.MapGet("/page/events", context => EventsAsync(context, stopping));
        app.MapGet("/page/state", context => JsonAsync(context, PageJson.State(bot)));
        app.MapGet("/page/chats/{id:long}", context => JsonAsync(context, PageJson.Chat(ChatOf(context))));
        app.MapGet("/page/files/{file}", UploadAsync);
        app.MapPost("/page/chats/{id:long}/{action}", ActAsync);
        app.MapPost("/page/faults", InjectAsync);
    }

    /// <summary>One line for each change; many at once become one.</summary>
    async Task EventsAsync(HttpContext context, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
        context.Response.ContentType = "text/event-stream";
        try
        {
            while (true)
            {
                var change = world.Changes.Next;
                await context.Response.WriteAsync(
                    string.Create(CultureInfo.InvariantCulture, $"data: {world.Changes.Version}\n\n"),
                    end.Token
                );
                await context.Response.Body.FlushAsync(end.Token);
                await change.WaitAsync(end.Token);
                await Task.Delay(Breath, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was closed or the server goes down.
        }
    }

    async Task ActAsync(HttpContext context)
    {
        if (await BodyAsync(context) is not { } body)
        {
            return;
        }
        try
        {
            var answer = Act(ChatOf(context), (string?)context.Request.RouteValues["action"], body);
            await JsonAsync(context, answer ?? []);
        }
        catch (InvalidOperationException e)
        {
            await RefuseAsync(context, e.Message);
        }
    }

    static JsonObject? Act(EmulatedChat chat, string? action, JsonObject body)
    {
        switch (action)
        {
            case "open":
                chat.Title = (string?)body["title"] is { Length: > 0 } title ? title : chat.Title;
                break;
            case "write" when (string?)body["text"] is { Length: > 0 } text:
                chat.Write(text, thread: (int?)body["thread"]);
                break;
            case "location":
                chat.ShareLocation(48.2082, 16.3738);
                break;
            case "press" when (string?)body["data"] is { } data:
                return new() { ["query"] = chat.Press((int?)body["message"] ?? 0, data) };
            case "read":
                chat.MarkRead();
                break;
            case "block":
                chat.Block();
                break;
            case "unblock":
                chat.Unblock();
                break;
            case "add":
                chat.AddBot();
                break;
            case "remove":
                chat.RemoveBot();
                break;
            case "promote":
                chat.PromoteBot();
                break;
            default:
                throw new InvalidOperationException("There is nothing like that to do here.");
        }
        return null;
    }

    async Task InjectAsync(HttpContext context)
    {
        if (await BodyAsync(context) is not { } body)
        {
            return;
        }
        if ((string?)body["name"] == "none")
        {
            bot.Faults.Clear();
        }
        else if (PageFault.Named((string?)body["name"], Math.Clamp((int?)body["seconds"] ?? 5, 1, 3600)) is { } fault)
        {
            bot.Faults.Next(fault, Math.Clamp((int?)body["times"] ?? 1, 1, 1000), chat: (long?)body["chat"]);
        }
        world.Changed();
        await JsonAsync(context, []);
    }

    Task UploadAsync(HttpContext context)
    {
        lock (world.Sync)
        {
            if (world.File((string)context.Request.RouteValues["file"]!)?.Upload is { } upload)
            {
                Guard(context);
                context.Response.ContentType =
                    upload.ContentType?.StartsWith("image/", StringComparison.Ordinal) == true
                        ? upload.ContentType
                        : "application/octet-stream";
                return context.Response.Body.WriteAsync(upload.Content).AsTask();
            }
        }
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    EmulatedChat ChatOf(HttpContext context) =>
        bot.Chat(long.Parse((string)context.Request.RouteValues["id"]!, CultureInfo.InvariantCulture));

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
        await RefuseAsync(context, "A JSON object is expected.");
        return null;
    }

    static Task RefuseAsync(HttpContext context, string why)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return JsonAsync(context, new() { ["error"] = why });
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
            typeof(BenchPage).Assembly.GetManifestResourceStream("botapi/" + name)
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
}

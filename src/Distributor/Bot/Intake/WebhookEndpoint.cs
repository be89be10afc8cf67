using System.Text;
using System.Text.Json;
using Distributor.Channels.Telegram;
using Distributor.Storage;
using Distributor.Storage.Startup;
using Microsoft.Extensions.Options;

namespace Distributor.Bot.Intake;

/// <summary><c>POST /telegram/webhook</c>: stores the update and says 200; it is handled afterwards.</summary>
internal sealed partial class WebhookEndpoint(
    UpdateInbox inbox,
    WebhookSecret secret,
    DatabaseStartup startup,
    IOptions<TelegramOptions> options,
    ILogger<WebhookEndpoint> logger
)
{
    public const string Path = "/telegram/webhook";
    private const string SecretHeader = "X-Telegram-Bot-Api-Secret-Token";

    /// <summary>An update holds one message of at most 4,096 characters, and perhaps the one it answers.</summary>
    private const int LargestBody = 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPost(
                Path,
                (HttpContext context, WebhookEndpoint endpoint) => endpoint.TakeAsync(context, context.RequestAborted)
            )
            .ExcludeFromDescription();

    private async Task<IResult> TakeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (options.Value is not { Mode: TelegramMode.Webhook, BotToken.Length: > 0 })
        {
            return Results.NotFound();
        }
        if (!startup.IsReady)
        {
            return Away(context);
        }
        try
        {
            var sent = context.Request.Headers[SecretHeader].ToString();
            if (!await secret.IsRightAsync(sent, cancellationToken))
            {
                LogWrongSecret();
                return Results.StatusCode(
                    sent.Length == 0 ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden
                );
            }
            if (await BodyAsync(context.Request, cancellationToken) is not { } body)
            {
                return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
            }
            if (!TryRead(body, out var update))
            {
                // Telegram sends what it got no 200 for again and again; this will be no better the next time.
                LogNoUpdate();
                return Results.Ok();
            }
            await inbox.StoreAsync([update!], cancellationToken);
            return Results.Ok();
        }
        catch (Exception exception) when (DatabaseFault.Is(exception))
        {
            return Away(context);
        }
    }

    private static bool TryRead(string body, out IncomingUpdate? update)
    {
        update = null;
        try
        {
            using var json = JsonDocument.Parse(body);
            return IncomingUpdate.TryRead(json.RootElement, out update);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static async Task<string?> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestBody)
        {
            return null;
        }
        using var buffer = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (await request.Body.ReadAsync(piece, cancellationToken) is > 0 and var read)
        {
            buffer.Write(piece, 0, read);
            if (buffer.Length > LargestBody)
            {
                return null;
            }
        }
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Telegram keeps the update and comes back (it honours the header).</summary>
    private static IResult Away(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "5";
        return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
    }

    [LoggerMessage(6005, LogLevel.Warning, "A webhook call without the right secret was refused")]
    private partial void LogWrongSecret();

    [LoggerMessage(6006, LogLevel.Warning, "A webhook call brought something that is no update; it is left out")]
    private partial void LogNoUpdate();
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Distributor.Testing.BotApi;

/// <summary>Takes one request from its arrival to its answer: write it down, meet the script, run the method, answer.</summary>
sealed class CallHandler(BotWorld world, CallLog log, Faults faults, BotMethods methods)
{
    /// <param name="stopping">Ends held answers when the server goes down.</param>
    public async Task HandleAsync(HttpContext context, string token, string method, CancellationToken stopping)
    {
        var arguments = await CallArguments.ReadAsync(context.Request, context.RequestAborted);
        var call = log.Add(number => Describe(number, methods.Name(method), arguments ?? new()));
        var fault = faults.Take(call);
        try
        {
            if (fault is { Kind: FaultKind.Hold, IsDelivered: false })
            {
                await WaitAsync(fault, stopping);
            }
            var answer = fault is null or { IsDelivered: true } or { Kind: FaultKind.Hold }
                ? await RunAsync(token, method, arguments, context.RequestAborted)
                : null;
            call = log.Replace(call with { MessageId = MessageId(answer?.Result) });
            if (fault is { Kind: FaultKind.Hold, IsDelivered: true })
            {
                await WaitAsync(fault, stopping);
            }
            await AnswerAsync(context, call, fault, answer);
        }
        catch (OperationCanceledException)
            when (stopping.IsCancellationRequested || context.RequestAborted.IsCancellationRequested)
        {
            log.Replace(call with { IsDone = true });
            context.Abort();
        }
    }

    BotApiCall Describe(int number, string method, CallArguments arguments) =>
        new(number, method, world.Time.GetUtcNow(), arguments.Json)
        {
            ChatId = arguments.Number("chat_id") is var chat and not 0 ? chat : null,
            ThreadId = arguments.Number("message_thread_id") is var thread and not 0 ? (int)thread : null,
        };

    async Task<BotApiAnswer> RunAsync(
        string token,
        string method,
        CallArguments? arguments,
        CancellationToken cancellationToken
    )
    {
        if (token is ['0', ..] || token.Length > 80 || !token.Contains(':', StringComparison.Ordinal))
        {
            return BotApiErrors.InvalidToken;
        }
        if (token != world.Rules.Token || world.IsTokenRevoked)
        {
            return BotApiErrors.Unauthorized;
        }
        if (arguments is null)
        {
            return BotApiErrors.BadRequest("can't parse JSON object");
        }
        try
        {
            return await methods.RunAsync(method, arguments, cancellationToken);
        }
        catch (NotSupportedException e)
        {
            return new BotApiError(501, "Not Implemented: " + e.Message);
        }
    }

    Task WaitAsync(Fault fault, CancellationToken stopping) =>
        fault.Gate is { } gate ? gate.PassAsync(stopping) : Task.Delay(fault.Delay, world.Time, stopping);

    async Task AnswerAsync(HttpContext context, BotApiCall call, Fault? fault, BotApiAnswer? answer)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Close:
                log.Replace(call with { IsDone = true });
                context.Abort();
                return;
            case FaultKind.Half:
                log.Replace(call with { IsDone = true });
                await HalfAsync(context, answer!.ToBody());
                return;
            case FaultKind.Html:
                log.Replace(call with { IsDone = true, Status = fault.HtmlStatus });
                await HtmlAsync(context, fault.HtmlStatus);
                return;
            case FaultKind.ChatBan or FaultKind.BotBan:
                Close(fault, call);
                answer = fault.Error!;
                break;
            case FaultKind.Answer:
                answer = fault.Error!;
                break;
        }
        context.RequestAborted.ThrowIfCancellationRequested();
        log.Replace(
            call with
            {
                IsDone = true,
                Status = answer!.Status,
                Error = answer.Error?.Description,
                RetryAfter = answer.Error?.RetryAfter,
            }
        );
        await JsonAsync(context, answer);
    }

    void Close(Fault fault, BotApiCall call)
    {
        lock (world.Sync)
        {
            var chat = fault.Kind == FaultKind.BotBan || call.ChatId is not { } id ? null : world.Chat(id).Rates;
            world.Rates.Close(chat, fault.Error!.RetryAfter ?? 1);
        }
    }

    public static async Task JsonAsync(HttpContext context, BotApiAnswer answer)
    {
        if (answer.Error?.RetryAfter is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }
        context.Response.StatusCode = answer.Status;
        await WriteAsync(context, "application/json", answer.ToBody());
    }

    static async Task HtmlAsync(HttpContext context, int status)
    {
        var title = status == 504 ? "504 Gateway Time-out" : $"{status} Bad Gateway";
        context.Response.StatusCode = status;
        await WriteAsync(
            context,
            "text/html",
            $"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n</body>\r\n</html>\r\n"
        );
    }

    static async Task HalfAsync(HttpContext context, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes.AsMemory(0, bytes.Length / 2), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    static async Task WriteAsync(HttpContext context, string type, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        context.Response.ContentType = type;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    static int? MessageId(JsonNode? result) =>
        result switch
        {
            JsonObject message => (int?)message["message_id"],
            JsonArray { Count: > 0 } album => album[0] is JsonObject first ? (int?)first["message_id"] : null,
            _ => null,
        };
}

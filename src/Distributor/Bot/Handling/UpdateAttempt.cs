using System.Diagnostics;
using System.Text.Json;
using Distributor.Bot.Talking;
using Distributor.Channels.Telegram;
using Distributor.Storage;
using Distributor.Telemetry;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telegram.Bot;
using Telegram.Bot.Types;

namespace Distributor.Bot.Handling;

/// <summary>
/// One try at one update. It is marked as handled afterwards, so a kill in between means that it is handled again; what handles
/// it says what shall be so, and finds it done.
/// </summary>
internal sealed partial class UpdateAttempt(
    Database database,
    UpdateHandler handler,
    BotTelemetry telemetry,
    IClock clock,
    ILogger<UpdateAttempt> logger
)
{
    /// <summary>After so many failures it is given up, with the last fault kept.</summary>
    private const int MostAttempts = 5;
    private const int LongestFault = 300;

    /// <summary>Nobody waits longer for an answer; Telegram may ask to wait for hours.</summary>
    private static readonly Duration Patience = Duration.FromHours(1);
    private static readonly Duration[] Pauses =
    [
        Duration.FromSeconds(2),
        Duration.FromSeconds(10),
        Duration.FromMinutes(1),
        Duration.FromMinutes(5),
    ];

    /// <returns>True when it is done or given up: the chat's next one may go.</returns>
    /// <exception cref="Exception">The database is away; nothing is counted.</exception>
    public async Task<bool> MakeAsync(BotUpdate update, CancellationToken cancellationToken)
    {
        using var span = BotTelemetry.Start(update.UpdateId);
        var began = Stopwatch.GetTimestamp();
        var isDone = await TryAsync(update, cancellationToken);
        telemetry.Ended(isDone, began);
        return isDone;
    }

    private async Task<bool> TryAsync(BotUpdate update, CancellationToken cancellationToken)
    {
        try
        {
            if (Read(update.Body) is not { } read)
            {
                return await EndAsync(update, "it could not be understood", cancellationToken);
            }
            await handler.HandleAsync(read, cancellationToken);
            return await EndAsync(update, null, cancellationToken);
        }
        catch (BotBusyException busy)
        {
            var until = clock.GetCurrentInstant() + Duration.FromTimeSpan(busy.Wait);
            return until - update.ReceivedAt > Patience
                ? await EndAsync(update, busy.Message, cancellationToken)
                : await LaterAsync(update, until, update.Attempts, busy.Message, cancellationToken);
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested || DatabaseFault.Is(exception))
        {
            throw;
        }
#pragma warning disable CA1031 // Whatever one update does to its handler, the others are handled.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return await FailedAsync(update, exception, cancellationToken);
        }
    }

    private static Update? Read(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<Update>(body, JsonBotAPI.Options);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private async Task<bool> FailedAsync(BotUpdate update, Exception exception, CancellationToken cancellationToken)
    {
        var attempts = update.Attempts + 1;
        // Of a fault of Telegram's its words, of one of ours its kind: a message of an exception may quote what somebody wrote.
        var fault = TelegramFailure.Of(exception)?.Reason ?? exception.GetType().Name;
        if (attempts >= MostAttempts)
        {
            LogGivenUp(update.UpdateId, fault);
            return await EndAsync(update, fault, cancellationToken, attempts);
        }
        LogFailed(update.UpdateId, attempts, fault);
        var at = clock.GetCurrentInstant() + Pauses[attempts - 1];
        return await LaterAsync(update, at, attempts, fault, cancellationToken);
    }

    private async Task<bool> EndAsync(
        BotUpdate update,
        string? fault,
        CancellationToken cancellationToken,
        int? attempts = null
    )
    {
        var now = clock.GetCurrentInstant();
        var made = attempts ?? update.Attempts + 1;
        await using var db = database.CreateDbContext();
        await db
            .BotUpdates.Where(one => one.UpdateId == update.UpdateId)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(one => one.HandledAt, now)
                        .SetProperty(one => one.Attempts, made)
                        .SetProperty(one => one.NextTryAt, (Instant?)null)
                        .SetProperty(one => one.Fault, Short(fault)),
                cancellationToken
            );
        return true;
    }

    private async Task<bool> LaterAsync(
        BotUpdate update,
        Instant at,
        int attempts,
        string fault,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        await db
            .BotUpdates.Where(one => one.UpdateId == update.UpdateId)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(one => one.Attempts, attempts)
                        .SetProperty(one => one.NextTryAt, at)
                        .SetProperty(one => one.Fault, Short(fault)),
                cancellationToken
            );
        return false;
    }

    private static string? Short(string? fault) =>
        fault is { Length: > LongestFault } ? Channels.CutText.At(fault, LongestFault) : fault;

    [LoggerMessage(6031, LogLevel.Warning, "Update {Update} could not be handled, try {Attempt}: {Fault}")]
    private partial void LogFailed(long update, int attempt, string fault);

    [LoggerMessage(6032, LogLevel.Error, "Update {Update} is given up: {Fault}")]
    private partial void LogGivenUp(long update, string fault);
}

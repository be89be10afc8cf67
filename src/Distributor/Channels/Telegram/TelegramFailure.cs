using System.Net;
using System.Text.Json;
using Telegram.Bot.Exceptions;

namespace Distributor.Channels.Telegram;

/// <summary>Why a call of the Bot API gave no message, and what to do about it.</summary>
/// <param name="Reason">For an admin; without address, token or text.</param>
sealed record TelegramFailure(TelegramReaction Reaction, string Reason)
{
    /// <summary>How long to wait, by a 429 (<c>retry_after</c>).</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The chat's new id (<c>migrate_to_chat_id</c>).</summary>
    public long? MovedTo { get; init; }

    /// <returns>Null when the exception is none that a call can bring: then it is a fault of ours.</returns>
    public static TelegramFailure? Of(Exception exception) =>
        exception switch
        {
            ApiRequestException refused => TelegramErrors.Find(refused.ErrorCode, refused.Message) with
            {
                RetryAfter = refused.Parameters?.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                MovedTo = refused.Parameters?.MigrateToChatId,
            },
            RequestException { HttpStatusCode: { } status } => OfStatus(status),
            RequestException { InnerException: { } inner } => Of(inner) ?? Lost,
            HttpRequestException request => OfNetwork(request.HttpRequestError),
            RequestException or OperationCanceledException or TimeoutException or IOException or JsonException => Lost,
            _ => null,
        };

    static TelegramFailure Lost =>
        new(TelegramReaction.Ambiguous, "the Bot API did not answer in time, or the connection broke off");

    /// <summary>An answer that is not the Bot API's own, such as the page of a proxy before it.</summary>
    static TelegramFailure OfStatus(HttpStatusCode status) =>
        status is >= HttpStatusCode.InternalServerError or < HttpStatusCode.MultipleChoices
            ? new(TelegramReaction.Ambiguous, $"the Bot API answers {(int)status} without words")
            : new(
                TelegramReaction.Broken,
                $"something that is no Bot API answers {(int)status}; check Telegram:ApiBaseUrl and any proxy"
            );

    /// <summary>Only before there is a connection is it certain that nothing was sent.</summary>
    static TelegramFailure OfNetwork(HttpRequestError error) =>
        error switch
        {
            HttpRequestError.NameResolutionError => new(
                TelegramReaction.Broken,
                "the name of the Bot API server is unknown; check Telegram:ApiBaseUrl and the network"
            ),
            HttpRequestError.ConnectionError => new(
                TelegramReaction.Broken,
                "the Bot API server takes no connection; check Telegram:ApiBaseUrl and the network"
            ),
            HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError => new(
                TelegramReaction.Broken,
                "no secure connection to the Bot API server; check its certificate, the proxy and this machine's clock"
            ),
            _ => Lost,
        };
}

using System.Globalization;
using System.Net;
using Microsoft.Security.AntiSSRF;

namespace Distributor.Sources.Fetching;

/// <summary>Says in one line what went wrong with a fetch and what to do; names no address, since it may hold a secret.</summary>
internal static class FetchFaults
{
    public const string Slow = "the server did not finish its answer within 30 seconds; try again later";
    public const string TooManyRedirects = "it redirects more than five times; give the final address";
    public const string NoRedirectTarget = "it redirects to something that is no web address; check the address";
    public const string NotWeb = "it is no http or https address";
    public const string TooLarge = "it is larger than 10 MiB; no feed or article is, so it is not read";
    public const string Broken = "the answer broke off or could not be unpacked; try again later";

    public static string Status(HttpStatusCode status)
    {
        var number = ((int)status).ToString(CultureInfo.InvariantCulture);
        return status switch
        {
            HttpStatusCode.NotFound => $"the server answers {number} (not found); check the address",
            HttpStatusCode.Gone => $"the server answers {number} (gone for good); remove the source",
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                $"the server answers {number} (access refused); ask the publisher for access",
            HttpStatusCode.TooManyRequests =>
                $"the server answers {number} (too many requests); it is asked less often",
            >= HttpStatusCode.InternalServerError => $"the server answers {number} (its own fault); it is tried again",
            _ => $"the server answers {number}; check the address",
        };
    }

    public static bool IsTemporary(HttpStatusCode status) =>
        status
            is HttpStatusCode.RequestTimeout
                or HttpStatusCode.TooManyRequests
                or >= HttpStatusCode.InternalServerError;

    /// <returns>Null when the exception is none that a fetch expects.</returns>
    public static FetchResult? Of(Exception exception) =>
        exception switch
        {
            AntiSSRFException or { InnerException: AntiSSRFException } => FetchResult.Failed(
                "it leads into a private network, which is refused; Sources:AllowPrivateNetworks=true allows it",
                isTemporary: false
            ),
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => FetchResult.Failed(
                "the name of the server is unknown; check the address",
                isTemporary: true
            ),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => FetchResult.Failed(
                "no secure connection: the server's certificate is not valid; tell the publisher",
                isTemporary: true
            ),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => FetchResult.Failed(
                "the server does not answer; try again later",
                isTemporary: true
            ),
            HttpRequestException or IOException or InvalidDataException => FetchResult.Failed(
                Broken,
                isTemporary: true
            ),
            _ => null,
        };
}

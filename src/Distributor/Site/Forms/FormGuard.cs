using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Distributor.Site.Forms;

/// <summary>
/// What stands between the world and our forms: no form of another site is taken, and one network sends only so many. The secret
/// of a reader's page is its address, so there is no cookie that a foreign form could use; this is the second lock.
/// </summary>
public static class FormGuard
{
    public const string Policy = "forms";

    /// <summary>Forms of ours have a dozen short fields.</summary>
    private const int LargestForm = 64 * 1024;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public static IServiceCollection AddFormGuard(this IServiceCollection services) =>
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.AddPolicy(
                Policy,
                context =>
                    RateLimitPartition.GetFixedWindowLimiter(
                        NetworkOf(context.Connection.RemoteIpAddress),
                        _ => new FixedWindowRateLimiterOptions
                        {
                            PermitLimit = context
                                .RequestServices.GetRequiredService<IOptions<SiteOptions>>()
                                .Value.FormsPerHour,
                            Window = Window,
                            QueueLimit = 0,
                        }
                    )
            );
            limits.OnRejected = async (rejected, _) => await TooManyAsync(rejected.HttpContext);
        });

    /// <summary>For POST of a form that only our own pages have.</summary>
    public static RouteHandlerBuilder Guarded(this RouteHandlerBuilder form) =>
        form.DisableAntiforgery()
            .RequireRateLimiting(Policy)
            .AddEndpointFilter(
                async (context, next) =>
                    IsForeign(context.HttpContext.Request)
                        ? MessagePage.Result(PageLanguage.Of(context.HttpContext), Foreign)
                        : await next(context)
            );

    /// <summary>The fields, or none when the body is no form of ours.</summary>
    public static async Task<IFormCollection> FieldsAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType || context.Request.ContentLength > LargestForm)
        {
            return FormCollection.Empty;
        }
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or BadHttpRequestException)
        {
            return FormCollection.Empty;
        }
    }

    /// <summary>The machine a form came from, for the proof of consent.</summary>
    public static string? IpOf(HttpContext context) => Plain(context.Connection.RemoteIpAddress)?.ToString();

    private static Message Foreign { get; } =
        new("reader.error", "foreign") { Status = StatusCodes.Status403Forbidden };

    /// <summary>
    /// Browsers say where a form was sent from (Fetch Metadata, <c>Sec-Fetch-Site</c>); old ones at least an <c>Origin</c>, which our
    /// <c>Referrer-Policy</c> makes <c>null</c> for our own pages.
    /// </summary>
    private static bool IsForeign(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0
            && origin != "null"
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value);
    }

    private static async Task TooManyAsync(HttpContext context)
    {
        PageHeaders.Set(context.Response.Headers);
        context.Response.Headers.RetryAfter = ((int)Window.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var page = MessagePage.Result(
            PageLanguage.Of(context),
            new Message("reader.error", "tooMany") { Status = StatusCodes.Status429TooManyRequests }
        );
        await page.ExecuteAsync(context);
    }

    /// <summary>Whom a limit counts together: one IPv4 address, one /64 of IPv6.</summary>
    internal static string NetworkOf(HttpContext context) => NetworkOf(context.Connection.RemoteIpAddress);

    /// <summary>One house of IPv6 has a /64 (RFC 6177), so that is what counts as one.</summary>
    private static string NetworkOf(IPAddress? address)
    {
        var plain = Plain(address);
        return plain is { AddressFamily: AddressFamily.InterNetworkV6 }
            ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, 8))
            : plain?.ToString() ?? "";
    }

    private static IPAddress? Plain(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}

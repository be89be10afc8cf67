using System.Net;
using Distributor.Api;
using Distributor.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Distributor.Telemetry;

/// <summary>
/// <c>/metrics</c> for Prometheus: to whoever asks from this machine, and to others with an API key. Where it is off, the page does
/// not exist.
/// </summary>
public static class MetricsEndpoint
{
    public const string Path = "/metrics";

    public static void MapMetrics(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<MetricsOptions>>().Value.Enabled)
        {
            // The gauges exist from the first answer on.
            app.MapPrometheusScrapingEndpoint(Path, meterProvider: null, branch => branch.Use(AnswerAsync), null)
                .DisableHttpMetrics();
        }
    }

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        if (!IsFromHere(context.Connection) && !await HasKeyAsync(context))
        {
            return;
        }
        await context.RequestServices.GetRequiredService<Gauges>().RefreshAsync(context.RequestAborted);
        await next(context);
    }

    /// <summary>After <c>X-Forwarded-For</c> of a proxy we believe; whoever cannot be told from a proxy needs a key.</summary>
    private static bool IsFromHere(ConnectionInfo connection) =>
        connection.RemoteIpAddress is { } sender && IPAddress.IsLoopback(sender);

    /// <returns>False when the refusal is written already.</returns>
    private static async Task<bool> HasKeyAsync(HttpContext context)
    {
        try
        {
            if ((await context.AuthenticateAsync(ApiKeyAuthentication.SchemeName)).Succeeded)
            {
                return true;
            }
            await context.ChallengeAsync(ApiKeyAuthentication.SchemeName);
        }
        catch (Exception exception) when (DatabaseFault.Is(exception))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        return false;
    }
}

namespace Distributor.Dashboard.Shell;

/// <summary>What the dashboard tells the browser: our own scripts, styles, faces and pictures, live figures from ourselves, no frame, no copy kept.</summary>
public static class DeskHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static RouteGroupBuilder WithDeskHeaders(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter(
            (context, next) =>
            {
                Set(context.HttpContext.Response.Headers);
                return next(context);
            }
        );
        return group;
    }

    public static void Set(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = Policy;
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-cache, no-store"; // both, else the tokens of forms set it anew and warn
    }

    /// <summary>For what a <c>PreviewFrame</c> shows: somebody else's HTML, without script, form or origin, only in a frame of ours.</summary>
    public static void SetPreview(IHeaderDictionary headers)
    {
        Set(headers);
        headers.ContentSecurityPolicy =
            "default-src 'none'; img-src 'self' https: data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "SAMEORIGIN";
    }
}

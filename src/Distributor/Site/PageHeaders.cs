namespace Distributor.Site;

/// <summary>
/// What every page for readers tells the browser: nothing but our own style sheets, faces and pictures, no script, no frame, no
/// copy kept, and no address of ours (which may hold a token) told to anybody.
/// </summary>
public static class PageHeaders
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static RouteGroupBuilder WithPageHeaders(this RouteGroupBuilder group)
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
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
    }
}

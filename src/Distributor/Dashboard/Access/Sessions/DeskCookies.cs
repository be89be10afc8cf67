using Microsoft.AspNetCore.Authentication.Cookies;

namespace Distributor.Dashboard.Access.Sessions;

/// <summary>
/// Under https our cookies are called <c>__Host-…</c>, which browsers take only from this very host, encrypted and for all paths, so
/// that no neighbour under the same domain can set one (RFC 6265bis section 4.1.3.2). Under http, as on localhost, they have no prefix.
/// </summary>
internal sealed class DeskCookies : ICookieManager
{
    private readonly ChunkingCookieManager chunks = new();

    public string? GetRequestCookie(HttpContext context, string key) =>
        chunks.GetRequestCookie(context, Name(context, key));

    public void AppendResponseCookie(HttpContext context, string key, string? value, CookieOptions options) =>
        chunks.AppendResponseCookie(context, Name(context, key), value, options);

    public void DeleteCookie(HttpContext context, string key, CookieOptions options) =>
        chunks.DeleteCookie(context, Name(context, key), options);

    private static string Name(HttpContext context, string key) => context.Request.IsHttps ? "__Host-" + key : key;
}

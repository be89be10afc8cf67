using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;

namespace Distributor.Dashboard.Shell;

/// <summary>Marks a route that takes large files: its form has the token in the address, so that a form without it is refused unread.</summary>
public sealed class TokenInAddress
{
    public const string Field = "token";

    /// <summary>Puts the token where it is looked for first; looked for in the form, it would be found when the whole file had been read.</summary>
    /// <returns>False when the route wants it in the address and it is not there.</returns>
    internal static bool Use(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<TokenInAddress>() is null)
        {
            return true;
        }
        if (context.Request.Query[Field].ToString() is not { Length: > 0 } token)
        {
            return false;
        }
        var options = context.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value;
        context.Request.Headers[options.HeaderName!] = token;
        return true;
    }
}

using System.Globalization;
using System.Security.Claims;

namespace Distributor.Dashboard.Access;

/// <summary>What a page of the dashboard asks of whoever opens it; each policy includes those above it.</summary>
public static class AdminPolicies
{
    public const string Viewer = "viewer";
    public const string Editor = "editor";
    public const string Owner = "owner";

    /// <summary>The cookie of the dashboard.</summary>
    public const string Scheme = "admin";

    /// <summary>Who it is in the audit: <c>admin:rosa@example.com</c>.</summary>
    public static string Actor(HttpContext context) => "admin:" + context.User.Identity?.Name;

    /// <summary>The number of whoever is signed in.</summary>
    public static long IdOf(HttpContext context) =>
        long.Parse(context.User.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture);

    public static bool IsEditor(HttpContext context) =>
        context.User.IsInRole(nameof(AdminRole.Editor)) || context.User.IsInRole(nameof(AdminRole.Owner));

    public static bool IsOwner(HttpContext context) => context.User.IsInRole(nameof(AdminRole.Owner));
}

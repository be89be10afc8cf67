using System.Globalization;
using Distributor.Dashboard.Shell;
using Microsoft.AspNetCore.WebUtilities;

namespace Distributor.Dashboard.Access.Audit;

/// <summary>The audit: every change by people, command line and API, and every sign-in.</summary>
internal static class AuditPages
{
    private const string Path = "/admin/settings/audit";

    public static void MapAudit(this RouteGroupBuilder desk) => desk.MapGet("settings/audit", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext context, AuditTrail trail)
    {
        var query = context.Request.Query;
        var filter = new AuditFilter(
            query["actor"].ToString().Trim(),
            query["action"].ToString().Trim(),
            query["subject"].ToString().Trim(),
            long.TryParse(query["after"], NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : null
        );
        var part = await trail.ReadAsync(filter, context.RequestAborted);
        return DeskRoutes.Page<AuditPage>((nameof(AuditPage.Filter), filter), (nameof(AuditPage.Part), part));
    }

    /// <summary>The list with these filters, from its beginning or from a key.</summary>
    public static string Address(AuditFilter filter) =>
        QueryHelpers.AddQueryString(
            Path,
            new Dictionary<string, string?>
            {
                ["actor"] = Given(filter.Actor),
                ["action"] = Given(filter.Action),
                ["subject"] = Given(filter.Subject),
                ["after"] = filter.After?.ToString(CultureInfo.InvariantCulture),
            }.Where(pair => pair.Value is not null)
        );

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

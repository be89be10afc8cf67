namespace Distributor.Tests.Dashboard;

/// <summary>Who may open what, from nobody in particular to owners.</summary>
public enum Door
{
    Anonymous,
    Viewer,
    Editor,
    Owner,
}

/// <summary>
/// Every route of the dashboard and who may use it; the first row that fits counts. A new part of the dashboard needs a row here, and
/// a route that is more open than its row, or fits none, fails the matrix test.
/// </summary>
internal static class RouteTable
{
    /// <summary>Hangfire's dashboard: its forms have tokens of its own.</summary>
    public const string Jobs = "/admin/jobs";

    // A pattern is a path; ** at its end is that path and everything below it.
    private static readonly (string Method, string Pattern, Door Door)[] Rows =
    [
        // The doors.
        ("*", "/admin/sign-in/**", Door.Anonymous),
        ("*", "/admin/invite/{token}", Door.Anonymous),
        // Everybody's own.
        ("POST", "/admin/sign-out", Door.Viewer),
        ("*", "/admin/account/**", Door.Viewer),
        // Owners.
        ("*", "/admin/settings/admins/**", Door.Owner),
        ("*", "/admin/settings/keys/**", Door.Owner),
        ("POST", "/admin/settings/topics/**", Door.Editor),
        ("POST", "/admin/settings/channels/**", Door.Editor),
        ("POST", "/admin/settings/**", Door.Owner),
        ("GET", "/admin/settings/**", Door.Viewer),
        // The work: everybody sees it, editors do it.
        ("GET", "/admin", Door.Viewer),
        ("GET", "/admin/{**rest}", Door.Viewer),
        ("GET", "/admin/live/**", Door.Viewer),
        ("GET", "/admin/search/**", Door.Viewer),
        // Pages that are only forms belong to whoever may send them; so does taking everybody's address away in a file.
        ("GET", "/admin/articles/new", Door.Editor),
        ("GET", "/admin/articles/{id:long}/edit", Door.Editor),
        ("GET", "/admin/articles/preview/**", Door.Editor),
        ("GET", "/admin/sources/add", Door.Editor),
        ("GET", "/admin/subscribers/add", Door.Editor),
        ("GET", "/admin/subscribers/export.csv", Door.Editor),
        ("GET", "/admin/subscribers/import/**", Door.Editor),
        ("GET", "/admin/subscribers/bulk/**", Door.Editor),
        ("GET", "/admin/subscribers/{id:long}/delete", Door.Editor),
        ("GET", "/admin/articles/**", Door.Viewer),
        ("POST", "/admin/articles/**", Door.Editor),
        ("GET", "/admin/sources/**", Door.Viewer),
        ("POST", "/admin/sources/**", Door.Editor),
        ("GET", "/admin/subscribers/**", Door.Viewer),
        ("POST", "/admin/subscribers/**", Door.Editor),
        ("GET", "/admin/runs/**", Door.Viewer),
        ("POST", "/admin/runs/**", Door.Editor),
        ("GET", "/admin/deliveries/**", Door.Viewer),
        ("POST", "/admin/deliveries/**", Door.Editor),
        ("GET", "/admin/editions/**", Door.Viewer),
        ("POST", "/admin/editions/**", Door.Editor),
        ("POST", "/admin/sending/**", Door.Editor),
        // Hangfire's own pages keep viewers from changing anything by themselves.
        ("*", Jobs + "/**", Door.Viewer),
    ];

    /// <returns>Null: nobody thought of this route.</returns>
    public static Door? Of(string method, string pattern)
    {
        foreach (var row in Rows)
        {
            if ((row.Method == "*" || row.Method == method) && Fits(row.Pattern, pattern))
            {
                return row.Door;
            }
        }
        return null;
    }

    private static bool Fits(string row, string pattern) =>
        row.EndsWith("/**", StringComparison.Ordinal)
            ? pattern == row[..^3] || pattern.StartsWith(row[..^2], StringComparison.Ordinal)
            : pattern == row;
}

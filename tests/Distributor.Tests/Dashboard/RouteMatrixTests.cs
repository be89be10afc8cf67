using System.Globalization;
using System.Net;
using Distributor.Dashboard.Access;
using Distributor.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Xunit;

namespace Distributor.Tests.Dashboard;

/// <summary>Every route of the dashboard × everybody who may come: what its metadata say and what it answers.</summary>
public sealed class RouteMatrixTests
{
    private static readonly string[] ReadOnly = ["GET", "HEAD"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_is_listed_and_asks_for_what_the_list_says()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);

        var wrong =
            from route in Routes(app)
            let listed = RouteTable.Of(route.Method, route.Pattern)
            let asked = AskedBy(route.Endpoint)
            where listed != asked
            select $"{route.Method} {route.Pattern}: the list says {listed?.ToString() ?? "nothing"}, the route {asked}";

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_route_answers_everybody_as_the_list_says()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        using var viewer = await AdminSignIn.AsAsync(app, AdminRole.Viewer);
        using var editor = await AdminSignIn.AsAsync(app, AdminRole.Editor);
        using var owner = await AdminSignIn.AsAsync(app, AdminRole.Owner);
        (Door Who, HttpClient Client)[] callers =
        [
            (Door.Anonymous, app.Client),
            (Door.Viewer, viewer.Client),
            (Door.Editor, editor.Client),
            (Door.Owner, owner.Client),
        ];
        var wrong = new List<string>();
        foreach (var route in Routes(app))
        {
            var door = RouteTable.Of(route.Method, route.Pattern) ?? Door.Owner;
            foreach (var (who, client) in callers)
            {
                if (await FaultAsync(route, door, who, client) is { } fault)
                {
                    wrong.Add($"{who}: {route.Method} {PathOf(route.Endpoint)} {fault}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_answer_has_the_security_headers_whatever_it_says()
    {
        await using var app = await TestApp.StartAsync(DatabaseProvider.Sqlite);
        using var viewer = await AdminSignIn.AsAsync(app, AdminRole.Viewer);
        using var owner = await AdminSignIn.AsAsync(app, AdminRole.Owner);
        var without = new List<string>();
        foreach (var client in (HttpClient[])[app.Client, viewer.Client, owner.Client])
        {
            var paths = Routes(app).Select(route => (route.Method, Path: PathOf(route.Endpoint))).Distinct();
            foreach (var (method, path) in paths)
            {
                using var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
                using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
                if (MissingHeader(answer) is { } header)
                {
                    without.Add($"{method} {path} {(int)answer.StatusCode}: {header}");
                }
            }
        }

        Assert.Empty(without);
    }

    /// <summary>A form without its token is refused (400) by whatever would take it with one, and by nothing else.</summary>
    private static async Task<string?> FaultAsync(Route route, Door door, Door who, HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(route.Method), PathOf(route.Endpoint));
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        var status = answer.StatusCode;
        var toDoor =
            status == HttpStatusCode.Redirect
            && answer.Headers.Location?.OriginalString.StartsWith("/admin/sign-in?return=", StringComparison.Ordinal)
                == true;
        if (who == Door.Anonymous && door != Door.Anonymous)
        {
            return toDoor ? null : $"answers {(int)status} instead of leading to the sign-in";
        }
        if (who < door)
        {
            return status == HttpStatusCode.Forbidden ? null : $"answers {(int)status} instead of 403";
        }
        if (!ReadOnly.Contains(route.Method))
        {
            if (route.Pattern.StartsWith(RouteTable.Jobs, StringComparison.Ordinal))
            {
                return answer.IsSuccessStatusCode ? "takes a form without token" : null;
            }
            // Hangfire looks at the token of its own pages, and only where one of them is.
            var refused =
                status == HttpStatusCode.BadRequest
                || (
                    route.Pattern.StartsWith("/admin/jobs", StringComparison.Ordinal)
                    && status == HttpStatusCode.NotFound
                );
            return refused ? null : $"without token answers {(int)status} instead of 400";
        }
        var shut =
            status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden || (toDoor && door != Door.Anonymous);
        return shut || (int)status >= 500 ? $"answers {(int)status}" : null;
    }

    private static string? MissingHeader(HttpResponseMessage answer)
    {
        var policy = Header(answer, "Content-Security-Policy");
        // A mail in its frame has inline styles and nothing that runs, sends or moves; Hangfire's pages set styles on elements.
        var framed = policy.EndsWith("; sandbox", StringComparison.Ordinal);
        var jobs = answer.RequestMessage!.RequestUri!.AbsolutePath.StartsWith("/admin/jobs", StringComparison.Ordinal);
        if (framed || (jobs && answer.IsSuccessStatusCode))
        {
            policy = policy
                .Replace("style-src 'unsafe-inline'", "", StringComparison.Ordinal)
                .Replace("style-src 'self' 'unsafe-inline'", "", StringComparison.Ordinal);
            policy += framed ? "; script-src 'self'" : "; default-src 'none'";
        }
        if (
            policy.Contains("unsafe", StringComparison.Ordinal)
            || !policy.Contains("default-src 'none'", StringComparison.Ordinal)
            || !policy.Contains("script-src 'self'", StringComparison.Ordinal)
            || !policy.Contains("frame-ancestors", StringComparison.Ordinal)
        )
        {
            return "Content-Security-Policy: " + policy;
        }
        (string Name, string Value)[] wanted =
        [
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", framed ? "no-referrer" : "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("X-Frame-Options", framed ? "SAMEORIGIN" : "DENY"),
        ];
        return wanted.FirstOrDefault(one => Header(answer, one.Name) != one.Value).Name
            ?? (
                Header(answer, "Cache-Control").Contains("no-store", StringComparison.Ordinal) ? null : "Cache-Control"
            );
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : "";

    private static IEnumerable<Route> Routes(TestApp app) =>
        from endpoint in app.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        where pattern == "/admin" || pattern.StartsWith("/admin/", StringComparison.Ordinal)
        // Without a word about it a route takes every method.
        from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"]
        select new Route(method, pattern, endpoint);

    private static Door AskedBy(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            return Door.Anonymous;
        }
        var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToList();
        return policies.Contains(AdminPolicies.Owner) ? Door.Owner
            : policies.Contains(AdminPolicies.Editor) ? Door.Editor
            : policies.Contains(AdminPolicies.Viewer) ? Door.Viewer
            : Door.Anonymous;
    }

    /// <summary>An address the route takes; what it names need not be there.</summary>
    private static string PathOf(RouteEndpoint endpoint) =>
        "/"
        + string.Join(
            '/',
            endpoint.RoutePattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(TextOf)))
        );

    private static string TextOf(RoutePatternPart part) =>
        part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart parameter => ValueOf(parameter),
            _ => "",
        };

    private static string ValueOf(RoutePatternParameterPart parameter)
    {
        var rule = parameter.ParameterPolicies.Select(policy => policy.Content).FirstOrDefault() ?? "";
        return rule.StartsWith("length(", StringComparison.Ordinal)
            ? new string('0', int.Parse(rule[7..^1], CultureInfo.InvariantCulture))
            : "1";
    }

    private sealed record Route(string Method, string Pattern, RouteEndpoint Endpoint);
}

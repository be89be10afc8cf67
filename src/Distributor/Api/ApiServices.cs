using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Distributor.Api.Subscribers;
using Distributor.Articles.Intake;
using Distributor.Articles.Reading;
using Distributor.Articles.Reading.Sanitizing;
using Distributor.Jobs;
using Distributor.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Distributor.Api;

public static class ApiServices
{
    /// <summary>The API for programs: keys, JSON, refusals as problem details, and its description.</summary>
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<ArticlePush>();
        services.AddSingleton<IdempotencyKeys>();
        services.TryAddSingleton<IArticleHtml, ArticleHtml>();
        services.TryAddSingleton<NewWork>();
        services.TryAddSingleton<ArticleIntake>();
        services.AddProblemDetails();
        services
            .AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        services
            .AddAuthorizationBuilder()
            .AddPolicy(
                ApiKeyAuthentication.Policy,
                policy => policy.AddAuthenticationSchemes(ApiKeyAuthentication.SchemeName).RequireAuthenticatedUser()
            );
        services.ConfigureHttpJsonOptions(json =>
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase))
        );
        // A query that cannot be read says which parameter, also in production.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddOpenApi("v1", ApiDescription.Configure);
        return services;
    }

    public static void MapApi(this WebApplication app)
    {
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/api/v1"),
            api =>
            {
                api.UseExceptionHandler(
                    new ExceptionHandlerOptions
                    {
                        StatusCodeSelector = StatusOf,
                        SuppressDiagnosticsCallback = RequestFaults.IsTold,
                    }
                );
                api.UseStatusCodePages();
            }
        );
        app.UseAuthentication();
        app.UseAuthorization();

        var routes = app.MapGroup("/api/v1").RequireAuthorization(ApiKeyAuthentication.Policy).ProducesProblem(401);
        ArticlesApi.Map(routes);
        RunsApi.Map(routes);
        DeliveriesApi.Map(routes);
        SendingApi.Map(routes);
        SubscribersApi.Map(routes);
        TopicsApi.Map(routes);
        SourcesApi.Map(routes);
        EditionsApi.Map(routes);
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapGet("/api", ApiDescription.PageAsync).ExcludeFromDescription();
    }

    /// <summary>Who a key is in the audit.</summary>
    internal static string Actor(HttpContext context) => "api:" + context.User.Identity?.Name;

    private static int StatusOf(Exception exception) =>
        exception switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            DbException or { InnerException: DbException } => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
}

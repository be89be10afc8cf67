using Distributor.Site;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Distributor.Api;

/// <summary>The description of the API: <c>/openapi/v1.json</c> for programs, <c>/api</c> for people.</summary>
internal static class ApiDescription
{
    private const string Scheme = "apiKey";

    public static void Configure(OpenApiOptions options) =>
        options.AddDocumentTransformer(
            (document, _, _) =>
            {
                document.Info.Title = "Distributor API";
                document.Info.Version = "v1";
                document.Info.Description =
                    "Lists are {items, next}; next goes into ?cursor= for the page after. Refusals are problem details (RFC 9457).";
                document.Servers = [];
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    [Scheme] = new OpenApiSecurityScheme
                    {
                        Type = SecuritySchemeType.Http,
                        Scheme = "bearer",
                        Description = "A key made by `apikey create --name N`.",
                    },
                };
                foreach (var operation in Operations(document))
                {
                    operation.Security =
                    [
                        new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] },
                    ];
                }
                return Task.CompletedTask;
            }
        );

    public static async Task<IResult> PageAsync(
        [FromKeyedServices("v1")] IOpenApiDocumentProvider documents,
        HttpContext context
    )
    {
        PageHeaders.Set(context.Response.Headers);
        return new RazorComponentResult<ApiPage>(
            new { Document = await documents.GetOpenApiDocumentAsync(context.RequestAborted) }
        );
    }

    private static IEnumerable<OpenApiOperation> Operations(OpenApiDocument document) =>
        document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>());
}

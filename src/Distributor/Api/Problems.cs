using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributor.Api;

/// <summary>Refusals as RFC 9457 problem details: what is wrong and how to mend it, per field where there is one.</summary>
internal static class Problems
{
    public static ProblemHttpResult Problem(int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status);

    /// <param name="status">400 for a request that cannot be read, 422 for one that can and makes no sense.</param>
    public static ProblemHttpResult Fields(int status, IReadOnlyDictionary<string, string[]> errors) =>
        TypedResults.Problem(
            string.Join(" ", errors.SelectMany(field => field.Value.Select(fault => $"{field.Key}: {fault}"))),
            statusCode: status,
            title: "One or more fields are not valid.",
            extensions: new Dictionary<string, object?> { ["errors"] = errors }
        );

    public static ProblemHttpResult Field(int status, string field, string fault) =>
        Fields(status, new Dictionary<string, string[]> { [field] = [fault] });
}

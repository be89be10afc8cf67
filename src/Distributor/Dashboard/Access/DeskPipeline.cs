using Distributor.Dashboard.Shell;
using Distributor.Storage;
using Microsoft.AspNetCore.Authorization;

namespace Distributor.Dashboard.Access;

/// <summary>
/// What stands round everything below <c>/admin</c>, before it is known who asks: our headers on every answer, whatever answers, and a
/// page in words for every refusal that has none.
/// </summary>
internal static class DeskPipeline
{
    public static void Use(WebApplication app) =>
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/admin"),
            desk =>
            {
                desk.Use(
                    (context, next) =>
                    {
                        DeskHeaders.Set(context.Response.Headers);
                        return next(context);
                    }
                );
                desk.UseExceptionHandler(
                    new ExceptionHandlerOptions
                    {
                        ExceptionHandler = DeskRoutes.FaultAsync,
                        SuppressDiagnosticsCallback = RequestFaults.IsTold,
                    }
                );
                desk.UseStatusCodePages(answer => InWordsAsync(answer.HttpContext));
            }
        );

    private static Task InWordsAsync(HttpContext context) =>
        DeskAnswers.IsScript(context.Request)
            ? Task.CompletedTask
            : (
                context.Response.StatusCode switch
                {
                    StatusCodes.Status403Forbidden => Forbidden(context),
                    StatusCodes.Status404NotFound => DeskRoutes.Missing(),
                    StatusCodes.Status405MethodNotAllowed => DeskRoutes.Problem(
                        StatusCodes.Status405MethodNotAllowed,
                        "This address takes forms only",
                        "It belongs to a button and cannot be opened by itself."
                    ),
                    StatusCodes.Status413PayloadTooLarge => DeskRoutes.Problem(
                        StatusCodes.Status413PayloadTooLarge,
                        "That is too large",
                        "Nothing was changed. Send it in smaller parts."
                    ),
                    var status => DeskRoutes.Problem(
                        status,
                        "That could not be done",
                        "The request was not understood. Go back, load the page again and try once more."
                    ),
                }
            ).ExecuteAsync(context);

    private static IResult Forbidden(HttpContext context)
    {
        var asked =
            context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToList()
            ?? [];
        var role = asked.Contains(AdminPolicies.Owner) ? "an owner" : "an editor";
        return DeskRoutes.Problem(
            StatusCodes.Status403Forbidden,
            "Not with your role",
            $"This needs {role}. Nothing was changed. An owner can change your role under Settings, Admins."
        );
    }
}

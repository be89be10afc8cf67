using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Distributor.Delivery.Editions;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Dashboard.Editions;

public static class EditionPages
{
    public static void MapEditions(this RouteGroupBuilder desk)
    {
        desk.MapGet("/editions/{id:long}", ShowAsync);
        desk.MapGet("/editions/{id:long}/mail", MailAsync);
        desk.MapPost("/editions/{id:long}/send-anyway", SendAnywayAsync).RequireAuthorization(AdminPolicies.Editor);
    }

    private static async Task<IResult> ShowAsync(long id, Database database, HttpContext context)
    {
        await using var db = database.CreateDbContext();
        var found = await db
            .Editions.AsNoTracking()
            .Where(edition => edition.Id == id)
            .Join(db.Runs, edition => edition.RunId, run => run.Id, (edition, run) => new { edition, run })
            .SingleOrDefaultAsync(context.RequestAborted);
        return found is null
            ? DeskRoutes.Missing()
            : DeskRoutes.Page<EditionPage>(
                (nameof(EditionPage.Edition), found.edition),
                (nameof(EditionPage.Run), found.run),
                (nameof(EditionPage.MayWork), AdminPolicies.IsEditor(context))
            );
    }

    /// <summary>As all its readers share it: where a reader's own words stand, the mail has marks.</summary>
    private static async Task<IResult> MailAsync(long id, Database database, HttpContext context)
    {
        await using var db = database.CreateDbContext();
        var json = await db
            .Editions.Where(edition => edition.Id == id)
            .Select(edition => edition.Rendered)
            .SingleOrDefaultAsync(context.RequestAborted);
        if (json is null || RenderedEdition.FromJson(json).Mail is not { } mail)
        {
            return DeskRoutes.Missing();
        }
        DeskHeaders.SetPreview(context.Response.Headers);
        return Results.Content(mail.Html, "text/html; charset=utf-8");
    }

    private static async Task<IResult> SendAnywayAsync(long id, EditionControl control, HttpContext context) =>
        await control.SendAnywayAsync(id, AdminPolicies.Actor(context), context.RequestAborted)
            ? DeskRoutes.Done(context, $"/admin/editions/{id}", "It goes out as it is.")
            : DeskRoutes.Done(context, $"/admin/editions/{id}", "It is not held any more.", Tone.Warning);
}

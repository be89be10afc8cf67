using System.Globalization;
using Distributor.Articles.Topics;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Distributor.Sources;
using Distributor.Sources.Desk;
using Distributor.Storage;

namespace Distributor.Dashboard.Sources;

/// <summary><c>/admin/sources</c>: list, adding, and the page of one source.</summary>
public static class SourcePages
{
    private const int PageSize = 50;
    private const int PollsShown = 50;

    public static void MapSources(this RouteGroupBuilder desk)
    {
        desk.MapGet("/sources", ListAsync);
        desk.MapGet("/sources/{id:long}", OneAsync);
        desk.MapGet("/sources/add", AddFormAsync).RequireAuthorization(AdminPolicies.Editor);
        desk.MapPost("/sources/preview", PreviewAsync).RequireAuthorization(AdminPolicies.Editor);
        desk.MapPost("/sources/add", AddAsync).RequireAuthorization(AdminPolicies.Editor);
        SourceOrders.Map(desk.MapGroup("/sources/{id:long}").RequireAuthorization(AdminPolicies.Editor));
        OpmlPages.Map(desk.MapGroup("/sources/opml"));
    }

    private static async Task<IResult> ListAsync(
        HttpContext context,
        SourceList sources,
        Database database,
        string? q = null,
        string? state = null,
        string? topic = null,
        string? waiting = null,
        string? after = null
    )
    {
        var filter = new SourceFilter(
            q?.Trim(),
            Enum.TryParse<SourceState>(state, ignoreCase: true, out var known) ? known : null,
            topic,
            waiting == "yes"
        );
        var aborted = context.RequestAborted;
        await using var db = database.CreateDbContext();
        return DeskRoutes.Page<SourcesPage>(
            (nameof(SourcesPage.Filter), filter),
            (
                nameof(SourcesPage.Lines),
                await sources.ReadAsync(filter, ListAddress.Key(after) ?? long.MaxValue, PageSize, aborted)
            ),
            (nameof(SourcesPage.Total), await sources.CountAsync(filter, aborted)),
            (nameof(SourcesPage.After), ListAddress.Key(after)),
            (nameof(SourcesPage.Topics), await TopicNames.ReadAsync(db, aborted)),
            (nameof(SourcesPage.CanEdit), AdminPolicies.IsEditor(context))
        );
    }

    private static async Task<IResult> OneAsync(
        long id,
        HttpContext context,
        SourceList sources,
        WaitingArticles waiting,
        Database database,
        string? after = null,
        string? polls = null
    )
    {
        var aborted = context.RequestAborted;
        if (await sources.OneAsync(id, aborted) is not { } source)
        {
            return DeskRoutes.Missing();
        }
        await using var db = database.CreateDbContext();
        return DeskRoutes.Page<SourcePage>(
            (nameof(SourcePage.Source), source),
            (nameof(SourcePage.Waiting), await waiting.ReadAsync(id, ListAddress.Key(after) ?? 0, PageSize, aborted)),
            (
                nameof(SourcePage.Polls),
                await sources.PollsAsync(id, ListAddress.Key(polls) ?? long.MaxValue, PollsShown + 1, aborted)
            ),
            (nameof(SourcePage.PollsShown), PollsShown),
            (nameof(SourcePage.Before), ListAddress.Key(polls)),
            (nameof(SourcePage.After), ListAddress.Key(after)),
            (nameof(SourcePage.Topics), await TopicNames.ReadAsync(db, aborted)),
            (nameof(SourcePage.CanEdit), AdminPolicies.IsEditor(context))
        );
    }

    private static async Task<IResult> AddFormAsync(Database database, HttpContext context, string? address = null) =>
        await FormAsync(database, address, null, null, [], context.RequestAborted);

    /// <summary>A post, so that no stranger's link makes us fetch what it likes.</summary>
    private static async Task<IResult> PreviewAsync(HttpContext context, SourcePreviewer previewer, Database database)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var address = form["address"].ToString();
        var preview = await previewer.LookAsync(address, context.RequestAborted);
        return await FormAsync(database, address, preview, preview.Title, [], context.RequestAborted);
    }

    private static async Task<IResult> AddAsync(
        HttpContext context,
        SourcePreviewer previewer,
        SourceCatalog catalog,
        Database database
    )
    {
        var aborted = context.RequestAborted;
        var form = await context.Request.ReadFormAsync(aborted);
        var typed = form["address"].ToString();
        var topics = TopicNames.Chosen(form["topics"], form["more"]);
        // Looked at again: what was shown may be gone, and the field may have been changed since.
        var preview = await previewer.LookAsync(typed, aborted);
        if (preview.Address is not { } feed)
        {
            return await FormAsync(database, typed, preview, form["title"], topics, aborted);
        }
        var title = SourceWords.Line(form["title"].ToString(), SourceDesk.LongestTitle);
        var (id, isNew) = await catalog.AddAsync(
            feed,
            title.Length > 0 ? title : SourceWords.Line(preview.Title, SourceDesk.LongestTitle),
            topics,
            AdminPolicies.Actor(context),
            aborted
        );
        return DeskRoutes.Done(
            context,
            Path(id),
            isNew ? "Added. It is polled within seconds." : "It was a source already; it has the further topics now."
        );
    }

    private static async Task<IResult> FormAsync(
        Database database,
        string? address,
        SourcePreview? preview,
        string? title,
        IReadOnlyList<string> chosen,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        return DeskRoutes.Page<AddSourcePage>(
            (nameof(AddSourcePage.Address), address ?? ""),
            (nameof(AddSourcePage.Preview), preview),
            (nameof(AddSourcePage.Title), title ?? ""),
            (nameof(AddSourcePage.Chosen), chosen),
            (nameof(AddSourcePage.Topics), await TopicNames.ReadAsync(db, cancellationToken))
        );
    }

    internal static string Path(long id) => string.Create(CultureInfo.InvariantCulture, $"/admin/sources/{id}");
}

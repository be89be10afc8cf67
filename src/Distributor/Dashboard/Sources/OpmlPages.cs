using System.Text;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Distributor.Sources;

namespace Distributor.Dashboard.Sources;

/// <summary><c>/admin/sources/opml</c>: lists of feeds to and from other readers.</summary>
internal static class OpmlPages
{
    private const int LargestFile = 10 * 1024 * 1024;

    public static void Map(RouteGroupBuilder opml)
    {
        opml.MapGet("", (HttpContext context) => Page(context, []));
        opml.MapGet("/sources.opml", ExportAsync);
        opml.MapPost("", ImportAsync).RequireAuthorization(AdminPolicies.Editor);
    }

    private static IResult Page(
        HttpContext context,
        IReadOnlyList<string> faults,
        int? added = null,
        int? known = null
    ) =>
        DeskRoutes.Page<OpmlPage>(
            (nameof(OpmlPage.Faults), faults),
            (nameof(OpmlPage.Added), added),
            (nameof(OpmlPage.Known), known),
            (nameof(OpmlPage.CanEdit), AdminPolicies.IsEditor(context))
        );

    private static async Task<IResult> ExportAsync(HttpContext context, SourceCatalog catalog)
    {
        var feeds = (await catalog.ListAsync(context.RequestAborted))
            .Where(source => source.Kind == SourceKind.Feed)
            .Select(source => new OpmlFeed(new Uri(source.Address), source.Title, source.Topics));
        return Results.File(Encoding.UTF8.GetBytes(Opml.Write(feeds)), "text/x-opml; charset=utf-8", "sources.opml");
    }

    private static async Task<IResult> ImportAsync(HttpContext context, SourceCatalog catalog)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form.Files.GetFile("file") is not { Length: > 0 } file)
        {
            return Page(context, ["Choose an OPML file first."]);
        }
        if (file.Length > LargestFile)
        {
            return Page(context, ["The file is larger than 10 MB; split it."]);
        }
        await using var stream = file.OpenReadStream();
        var content = Opml.Read(stream);
        if (content.Error is { } error)
        {
            return Page(context, [$"The file cannot be read: {error}."]);
        }
        var added = 0;
        foreach (var feed in content.Feeds)
        {
            var title = SourceWords.Line(feed.Title, Distributor.Sources.Desk.SourceDesk.LongestTitle);
            var (_, isNew) = await catalog.AddAsync(
                feed.Address,
                title.Length > 0 ? title : feed.Address.Host,
                feed.Topics,
                AdminPolicies.Actor(context),
                context.RequestAborted
            );
            added += isNew ? 1 : 0;
        }
        return content.Faults.Count == 0
            ? DeskRoutes.Done(context, "/admin/sources", $"Added {SourceWords.Count(added, "source", "sources")}.")
            : Page(context, content.Faults, added, content.Feeds.Count - added);
    }
}

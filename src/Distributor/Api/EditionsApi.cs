using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Editions;
using Distributor.Site;
using Distributor.Site.Editions;
using Distributor.Storage;
using Distributor.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Distributor.Api;

/// <summary>What went out, or will: editions with their contents, and as they were rendered, without anything personal.</summary>
internal static class EditionsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/editions", ListAsync)
            .WithSummary("Lists editions, the newest first; ?run= those of one run.")
            .Produces<Page<EditionView>>()
            .ProducesProblem(400);
        api.MapGet("/editions/{id:long}", OneAsync)
            .WithSummary(
                "One edition: its stories, the revisions it was made of, and its text and HTML with stand-ins for what is personal."
            )
            .Produces<EditionView>()
            .ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(
        Database database,
        CancellationToken cancellationToken,
        long? run = null,
        string? cursor = null,
        int? limit = null
    )
    {
        if (Paging.Limit(limit) is not { } size)
        {
            return Paging.BadLimit();
        }
        if (Paging.Before(cursor) is not { } before)
        {
            return Paging.BadCursor();
        }
        await using var db = database.CreateDbContext();
        var editions = await db
            .Editions.AsNoTracking()
            .Where(edition => edition.Id < before && (run == null || edition.RunId == run))
            .OrderByDescending(edition => edition.Id)
            .Take(size + 1)
            .Select(edition => new EditionView
            {
                Id = edition.Id,
                Run = edition.RunId,
                Channel = edition.Channel,
                Language = edition.Language,
                TimeZone = edition.TimeZone,
                Layout = edition.Layout,
                State = edition.State,
                Fault = edition.Fault,
                Revisions = edition.Revisions,
                CreatedAt = edition.CreatedAt.ToDateTimeOffset(),
                FrozenAt = edition.FrozenAt == null ? null : edition.FrozenAt.Value.ToDateTimeOffset(),
            })
            .ToListAsync(cancellationToken);
        return Results.Ok(Paging.Of(editions, size, edition => Paging.Write(edition.Id)));
    }

    private static async Task<IResult> OneAsync(
        long id,
        Database database,
        IOptions<SiteOptions> site,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var edition = await db.Editions.AsNoTracking().SingleOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (edition is null)
        {
            return Problems.Problem(404, "There is no such edition.");
        }
        // A notice is written for one person and stays theirs.
        var isShared = edition.Layout != EditionDraft.Notice;
        var rendered = isShared && edition.Rendered is { } json ? RenderedEdition.FromJson(json) : null;
        return Results.Ok(
            new EditionView
            {
                Id = edition.Id,
                Run = edition.RunId,
                Channel = edition.Channel,
                Language = edition.Language,
                TimeZone = edition.TimeZone,
                Layout = edition.Layout,
                State = edition.State,
                Fault = edition.Fault,
                Revisions = edition.Revisions,
                CreatedAt = edition.CreatedAt.ToDateTimeOffset(),
                FrozenAt = edition.FrozenAt?.ToDateTimeOffset(),
                Stories = isShared ? Stories(edition) : [],
                Subject = rendered?.Mail?.Subject,
                Html = rendered?.Mail is { } mail ? PublicMailPage.Html(mail, site.Value) : rendered?.Telegram?.Html,
                Text = rendered?.Mail is { } twin ? PublicMail.Text(twin) : null,
            }
        );
    }

    private static List<EditionStoryView> Stories(Edition edition)
    {
        var contents = EditionContents.FromJson(edition.Contents);
        return
        [
            .. contents.Stories.Select(story => new EditionStoryView(
                story.StoryId,
                story.TopicId,
                story.AlertedAt?.ToDateTimeOffset()
            )),
        ];
    }
}

/// <summary>An edition as the API shows it; stories and words only when it is asked for by id.</summary>
public sealed record EditionView
{
    public required long Id { get; init; }
    public required long Run { get; init; }
    public required ChannelKind Channel { get; init; }
    public required string Language { get; init; }

    /// <summary>IANA zone of the times in it; empty where none are shown.</summary>
    public required string TimeZone { get; init; }

    /// <summary><c>alert</c>, <c>digest</c>, <c>summary</c>, <c>edit</c> or <c>notice</c>.</summary>
    public required string Layout { get; init; }

    /// <summary><c>open</c>: a correction still reaches it; <c>frozen</c> for ever; <c>held</c> by the lint.</summary>
    public required EditionState State { get; init; }

    /// <summary>What the lint found.</summary>
    public string? Fault { get; init; }

    /// <summary>Ids of the revisions it was made of; empty while open.</summary>
    public required IReadOnlyList<long> Revisions { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? FrozenAt { get; init; }

    /// <summary>What it tells, the lead first.</summary>
    public IReadOnlyList<EditionStoryView>? Stories { get; init; }

    /// <summary>Of a mail.</summary>
    public string? Subject { get; init; }

    /// <summary>Of a mail: the whole page with words for everybody where the personal ones stand. Of a Telegram message: its HTML.</summary>
    public string? Html { get; init; }

    /// <summary>Of a mail: its text, with [reason], [unsubscribe] and so on where the personal parts stand.</summary>
    public string? Text { get; init; }
}

/// <param name="Topic">Id of the topic it is told under.</param>
/// <param name="AlertedAt">When everybody who shares the edition was alerted to it.</param>
public sealed record EditionStoryView(long Story, int Topic, DateTimeOffset? AlertedAt);

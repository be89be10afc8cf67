using Distributor.Articles.Desk;
using Distributor.Articles.Intake;
using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Distributor.Delivery.Editions;
using Distributor.Site;
using Distributor.Site.Editions;
using Distributor.Sources;
using Distributor.Sources.Pushing;
using Distributor.Storage;
using Distributor.Templates.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Distributor.Dashboard.Articles;

/// <summary>Writing an article by hand, and correcting one that was pushed, with a look at it as it will be read.</summary>
internal static class PushPages
{
    /// <summary>Room for an article of two million letters, as the API takes it.</summary>
    private const int LargestForm = 8 * 1024 * 1024;

    public static void Map(RouteGroupBuilder articles)
    {
        articles.MapGet(
            "/new",
            (HttpContext context, Database database, IOptions<SiteOptions> site) =>
                PageAsync(context, database, PushForm.New(site.Value.Language), null)
        );
        articles
            .MapPost("/new", PushAsync)
            .WithMetadata(new RequestFormLimitsAttribute { ValueLengthLimit = LargestForm });
        articles.MapGet("/{id:long}/edit", EditAsync);
        articles
            .MapPost("/{id:long}/edit", CorrectAsync)
            .WithMetadata(new RequestFormLimitsAttribute { ValueLengthLimit = LargestForm });
        articles.MapGet("/preview", PreviewAsync);
        articles.MapGet("/preview/mail", Mail);
    }

    /// <summary>What no poll brings again: pushed by hand or by a program, under an id of its own.</summary>
    public static bool MayCorrect(Dossier dossier) =>
        dossier.Source.Address is PushIntake.Desk or SystemSources.Api && dossier.Article.Guid is not null;

    /// <summary>Asked by the script while somebody types: the two previews alone.</summary>
    private static IResult PreviewAsync(AlertPreview preview, [AsParameters] PreviewQuery query) =>
        DeskRoutes.Page<PushPreview>(
            (nameof(PushPreview.Draft), query.Draft),
            (nameof(PushPreview.Language), query.Language ?? "")
        );

    private static IResult Mail(
        HttpContext context,
        AlertPreview preview,
        IOptions<SiteOptions> site,
        [AsParameters] PreviewQuery query
    )
    {
        DeskHeaders.SetPreview(context.Response.Headers);
        var mail = preview.Render(query.Draft, ChannelKind.Email, query.Language ?? "").Mail;
        return mail is not null && PublicMailPage.Html(mail, site.Value) is { } html
            ? Results.Content(html, "text/html; charset=utf-8")
            : Results.NotFound();
    }

    private static async Task<IResult> PushAsync(
        HttpContext context,
        Database database,
        PushIntake push,
        IOptions<SiteOptions> site
    )
    {
        var aborted = context.RequestAborted;
        var sent = await context.Request.ReadFormAsync(aborted);
        var form = PushForm.Of(sent);
        if (sent["do"] == "preview")
        {
            return await PageAsync(context, database, form, null);
        }
        var isHeld = sent["do"] == "hold";
        var result = await push.ByHandAsync(
            form.Pushed,
            site.Value.Name,
            isHeld,
            AdminPolicies.Actor(context),
            aborted
        );
        return result.Taken is { } taken
            ? DeskRoutes.Done(
                context,
                ArticleButtons.Path(taken.ArticleId),
                taken.Status switch
                {
                    IntakeStatus.Waiting => "Stored. It waits until you send it.",
                    IntakeStatus.Created => "It goes out now.",
                    IntakeStatus.Updated => "An article with this address was known; it is corrected.",
                    _ => "This article was here already; nothing changed.",
                },
                undoAction: taken.Status == IntakeStatus.Created ? $"{ArticleButtons.Path(taken.ArticleId)}/hold" : null
            )
            : await PageAsync(context, database, form, null, result.Errors);
    }

    private static async Task<IResult> EditAsync(
        long id,
        HttpContext context,
        Database database,
        ArticleDossiers dossiers
    ) =>
        await dossiers.ReadAsync(id, context.RequestAborted) is { } dossier && MayCorrect(dossier)
            ? await PageAsync(context, database, PushForm.Of(dossier), dossier)
            : DeskRoutes.Missing();

    private static async Task<IResult> CorrectAsync(
        long id,
        HttpContext context,
        Database database,
        ArticleDossiers dossiers,
        ArticleDesk desk,
        PushIntake push
    )
    {
        var aborted = context.RequestAborted;
        if (await dossiers.ReadAsync(id, aborted) is not { } dossier || !MayCorrect(dossier))
        {
            return DeskRoutes.Missing();
        }
        var sent = await context.Request.ReadFormAsync(aborted);
        // Whatever the form says: it is this article that is corrected.
        var form = PushForm.Of(sent) with
        {
            Guid = dossier.Article.Guid!,
        };
        if (sent["do"] == "preview")
        {
            return await PageAsync(context, database, form, dossier);
        }
        var actor = AdminPolicies.Actor(context);
        var result = await push.CorrectAsync(dossier.Source.Id, form.Pushed, actor, aborted);
        if (result.Taken is not { } taken)
        {
            return await PageAsync(context, database, form, dossier, result.Errors);
        }
        if (taken.Status == IntakeStatus.Unchanged)
        {
            // Its words are the same, so the intake left its topics alone.
            await desk.FileAsync(id, form.Topics, actor, aborted);
            if (form.Breaking)
            {
                await desk.MakeBreakingAsync(id, actor, aborted);
            }
        }
        return DeskRoutes.Done(
            context,
            ArticleButtons.Path(id),
            taken.Status == IntakeStatus.Updated
                ? "Corrected. Delivered alerts whose words changed are edited in five minutes."
                : "Saved."
        );
    }

    private static async Task<IResult> PageAsync(
        HttpContext context,
        Database database,
        PushForm form,
        Dossier? corrected,
        IReadOnlyDictionary<string, string[]>? errors = null
    )
    {
        await using var db = database.CreateDbContext();
        return DeskRoutes.Page<WritePage>(
            (nameof(WritePage.Form), form),
            (nameof(WritePage.Corrected), corrected),
            (nameof(WritePage.Errors), errors ?? new Dictionary<string, string[]>()),
            (nameof(WritePage.Topics), await TopicNames.ReadAsync(db, context.RequestAborted))
        );
    }
}

/// <summary>What a preview is made of, in its address: little, so that it is a page like any other and leaves nothing behind.</summary>
internal sealed record PreviewQuery
{
    private const int Longest = 600;

    public string? Title { get; init; }
    public string? Lead { get; init; }
    public string? Url { get; init; }
    public string? Topic { get; init; }
    public string? Language { get; init; }
    public string? Breaking { get; init; }

    public AlertDraft Draft =>
        new PushForm
        {
            Guid = "",
            Title = Cut(Title),
            Lead = Cut(Lead),
            Url = Url ?? "",
            Topics = Cut(Topic) is { Length: > 0 } topic ? [topic] : [],
            Language = Language ?? "",
            Breaking = Breaking == "true",
        }.Draft;

    /// <summary>The address of the mail's preview.</summary>
    public static string Mail(AlertDraft draft, string language) =>
        new ListAddress(
            "/admin/articles/preview/mail",
            ("title", Cut(draft.Title)),
            ("lead", Cut(draft.Lead)),
            ("url", draft.Url?.AbsoluteUri is { Length: < 1500 } url ? url : null),
            ("topic", Cut(draft.Topic)),
            ("language", language),
            ("breaking", draft.Breaking ? "true" : null)
        ).Open(null);

    private static string Cut(string? text) => CleanText.Cut(CleanText.Line(text), Longest);
}

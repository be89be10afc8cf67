using Distributor.Bot.Commands;
using Distributor.Bot.Talking;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Buttons;
using Distributor.Delivery.Editions;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Bot.Buttons;

/// <summary>"Show all" under a summary: every alert it stands for, a page at a time, in a message of its own.</summary>
internal sealed class HeldButtons(Screens screens, Database database) : IButton
{
    private const int PageSize = 10;
    private const int LongestTitle = 200;

    /// <summary>No alert waits longer for its summary.</summary>
    private const int MostDays = 31;

    public IReadOnlyList<string> Verbs { get; } = [AlertActions.Held];

    public bool ChangesByPress(string verb) => false;

    /// <summary><c>held:RUN:0</c> under the summary itself, <c>held:RUN:PAGE:more</c> under the list.</summary>
    public async Task PressAsync(Visit visit, IReadOnlyList<string> said, CancellationToken cancellationToken)
    {
        if (Screens.Id(said, 1) is not { } run || Screens.Number(said, 2) is not { } page)
        {
            return;
        }
        var alerts = await AlertsAsync(visit, run, cancellationToken);
        if (alerts.Count == 0)
        {
            visit.Toast = new Toast(visit.Words["held.none"], IsAlert: true);
            return;
        }
        var pages = (alerts.Count + PageSize - 1) / PageSize;
        page = Math.Clamp(page, 0, pages - 1);
        var words = visit.Words;
        var lines = visit.Lines().Title(words.Counted("held.title", alerts.Count));
        foreach (var (at, story) in alerts.Skip(page * PageSize).Take(PageSize))
        {
            var title = story.Title.Length > LongestTitle ? CutText.At(story.Title, LongestTitle) + "…" : story.Title;
            lines.Link(Times.Clock(at, visit.Wishes!.TimeZone) + " ", words.Name(title), story.Url);
        }
        var message =
            pages == 1
                ? lines.With()
                : lines.With([
                    Page(visit, "‹", run, (page + pages - 1) % pages),
                    Page(visit, "›", run, (page + 1) % pages),
                ]);
        if (said.Count > 3)
        {
            await screens.ShowAsync(visit, message, cancellationToken);
        }
        else
        {
            await screens.SayAsync(visit, message, cancellationToken);
        }
    }

    private async Task<List<(Instant At, StoryText Story)>> AlertsAsync(
        Visit visit,
        long runId,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var day = await db
            .Runs.Where(run => run.Id == runId && run.Kind == RunKind.Summary)
            .Select(run => (LocalDate?)run.Day)
            .SingleOrDefaultAsync(cancellationToken);
        if (day is not { } last)
        {
            return [];
        }
        var address = visit.Wishes!.AddressId;
        var (first, until) = (last.PlusDays(-MostDays), last.PlusDays(1));
        var id = new DeliveryKey(last, runId, address, 0).Id;
        var told = await (
            from delivery in db.Deliveries
            where
                delivery.AddressId == address
                && delivery.Day >= first
                && delivery.Day <= until
                && delivery.State == DeliveryState.Suppressed
                && delivery.ExternalId == id
            join run in db.Runs on delivery.RunId equals run.Id
            where run.StoryId != null
            orderby run.CreatedAt, run.Id
            select new { run.CreatedAt, StoryId = run.StoryId!.Value }
        ).ToListAsync(cancellationToken);
        var stories = await StoryReader.ReadAsync(db, [.. told.Select(one => one.StoryId)], cancellationToken);
        return
        [
            .. told.Where(one => stories.ContainsKey(one.StoryId)).Select(one => (one.CreatedAt, stories[one.StoryId])),
        ];
    }

    private static BotButton Page(Visit visit, string text, long run, int page) =>
        visit.Button(text, AlertActions.OfHeld(run, page) + ":more");
}

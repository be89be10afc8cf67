using System.Globalization;
using Distributor.Articles;
using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Planning;

/// <summary>Opens the run that changes delivered alerts of a story in place; <see cref="EditPlanner"/> plans it.</summary>
public static class EditRuns
{
    /// <summary>
    /// A story is edited at most once in this time: a correction waits so long for others to join it, and what comes after the
    /// edit has begun opens the next run, which waits as long again.
    /// </summary>
    public static readonly Duration Pause = Duration.FromMinutes(5);

    /// <summary>
    /// Adds the edit run of a corrected article to <paramref name="db"/>, in the transaction that stores the revision. Nothing
    /// is added when nobody can have been alerted to it, or when a run is open that has not chosen its words yet: that one will
    /// read this revision.
    /// </summary>
    /// <param name="isAgain">Something other than its words changed, such as its retraction, so this revision may have had an edit.</param>
    public static async Task OpenAsync(
        DistributorDb db,
        Article article,
        string title,
        Instant now,
        CancellationToken cancellationToken,
        bool isAgain = false
    )
    {
        var alert = AlertRuns.KeyOf(article.StoryId);
        var isAlerted = await db.Runs.AnyAsync(
            // Only the article that was told: the story's others do not show in the alert.
            run => run.Kind == RunKind.Alert && run.Key == alert && run.ArticleId == article.Id,
            cancellationToken
        );
        if (!isAlerted || await JoinsAsync(db, article.StoryId, cancellationToken))
        {
            return;
        }
        var key = KeyOf(article.StoryId, article.Revision);
        if (isAgain)
        {
            var before = await db.Runs.CountAsync(
                run => run.Kind == RunKind.Edit && run.StoryId == article.StoryId,
                cancellationToken
            );
            key = string.Create(CultureInfo.InvariantCulture, $"{key}.{before}");
        }
        db.Runs.Add(
            new Run
            {
                Kind = RunKind.Edit,
                Key = key,
                Day = now.InUtc().Date,
                State = RunState.Planning,
                Title = "Edit: " + title,
                StoryId = article.StoryId,
                ArticleId = article.Id,
                Priority = Priorities.Edit,
                NotBefore = now + Pause,
                LateAfterMinutes = RunAge.Minutes(RunKind.Edit, key),
                CreatedAt = now,
            }
        );
    }

    /// <summary>What a reader of the alert can see of a correction; the body below it is on another page.</summary>
    public static bool IsSeen(ArticleRevision before, ArticleRevision now) =>
        before.Title != now.Title
        || before.Lead != now.Lead
        || before.Agency != now.Agency
        || before.Language != now.Language;

    public static string KeyOf(long storyId, int revision) =>
        string.Create(CultureInfo.InvariantCulture, $"edit:{storyId}:{revision}");

    /// <summary>
    /// The row of the open run is locked first and held to commit, then looked at: whoever begins the run makes its editions and
    /// then waits for this lock before the words are read. So either the editions are seen here, or this revision there.
    /// </summary>
    private static async Task<bool> JoinsAsync(DistributorDb db, long storyId, CancellationToken cancellationToken)
    {
        var open = await db
            .Runs.Where(run => run.StoryId == storyId && run.Kind == RunKind.Edit && run.State == RunState.Planning)
            .OrderByDescending(run => run.Id)
            .Select(run => run.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (open == 0)
        {
            return false;
        }
        var locked = await db
            .Runs.Where(run => run.Id == open && run.State == RunState.Planning)
            .ExecuteUpdateAsync(set => set.SetProperty(run => run.NotBefore, run => run.NotBefore), cancellationToken);
        return locked == 1 && !await db.Editions.AnyAsync(edition => edition.RunId == open, cancellationToken);
    }
}

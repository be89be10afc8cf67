using System.Globalization;
using Distributor.Articles;
using Distributor.Delivery;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Planning;

/// <summary>Opens the run that alerts people to a story; the rows are planned afterwards, by its job.</summary>
public static class AlertRuns
{
    /// <summary>
    /// Adds the alert run of the article's story to <paramref name="db"/>, to be saved in the transaction that completes
    /// the article. A story is alerted once: when its run exists, nothing is added.
    /// </summary>
    public static async Task OpenAsync(
        DistributorDb db,
        Article article,
        string title,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var key = KeyOf(article.StoryId);
        if (await db.Runs.AnyAsync(run => run.Kind == RunKind.Alert && run.Key == key, cancellationToken))
        {
            return;
        }
        db.Runs.Add(
            new Run
            {
                Kind = RunKind.Alert,
                Key = key,
                Day = now.InUtc().Date,
                State = RunState.Planning,
                Title = (article.Breaking ? "Breaking: " : "Alert: ") + title,
                StoryId = article.StoryId,
                ArticleId = article.Id,
                Priority = article.Breaking ? Priorities.Urgent : Priorities.Alert,
                LateAfterMinutes = RunAge.Minutes(RunKind.Alert, key),
                CreatedAt = now,
            }
        );
    }

    public static string KeyOf(long storyId) => string.Create(CultureInfo.InvariantCulture, $"story:{storyId}");
}

using Distributor.Planning;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Articles.Intake;

/// <summary>The moment an article becomes news: it gets its number and its alert run, in the caller's transaction.</summary>
public static class ArticleCompletion
{
    /// <summary>
    /// Changes <paramref name="article"/> (tracked by <paramref name="db"/>, already with an id) and leaves saving and
    /// committing to the caller. The number comes from one row whose lock is held until that commit: a second completion
    /// waits, so numbers become visible in order, and a rollback leaves no gap.
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no transaction to hold the lock.</exception>
    public static async Task CompleteAsync(
        DistributorDb db,
        Article article,
        string title,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        if (db.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("Completing an article needs a transaction.");
        }
        var numbers = await db
            .Database.SqlQuery<long>(
                $"UPDATE article_sequences SET value = value + 1 WHERE id = 1 RETURNING value AS \"Value\""
            )
            .ToListAsync(cancellationToken);
        article.Sequence = numbers.Single();
        article.State = ArticleState.Complete;
        article.CompletedAt = now;
        await AlertRuns.OpenAsync(db, article, title, now, cancellationToken);
    }
}

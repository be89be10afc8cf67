using Distributor.Articles.Reading;
using Distributor.Jobs;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Articles.Intake;

/// <summary>Completes articles that were stored and kept back: for their full text, or for an admin.</summary>
public sealed class HeldArticles(Database database, IClock clock, NewWork newWork)
{
    /// <summary>Ends the wait for the full text, with it or (null) with what the feed gave. No longer waiting: nothing happens.</summary>
    /// <returns>True when this call completed the article.</returns>
    public Task<bool> CompleteAsync(long articleId, ReadArticle? page, CancellationToken cancellationToken) =>
        CompleteAsync(articleId, ArticleState.Incomplete, page, null, cancellationToken);

    /// <summary>Lets the articles go that wait over the flood threshold of a source, in the order they came.</summary>
    /// <returns>How many were released.</returns>
    public async Task<int> ReleaseAsync(long sourceId, CancellationToken cancellationToken)
    {
        List<long> waiting;
        await using (var db = database.CreateDbContext())
        {
            waiting = await db
                .Articles.Where(article => article.SourceId == sourceId && article.State == ArticleState.Waiting)
                .OrderBy(article => article.Id)
                .Select(article => article.Id)
                .ToListAsync(cancellationToken);
        }
        var released = 0;
        foreach (var id in waiting)
        {
            released += await CompleteAsync(id, ArticleState.Waiting, null, null, cancellationToken) ? 1 : 0;
        }
        return released;
    }

    /// <summary>Lets one article go, with what there is of it.</summary>
    /// <param name="from">The state it was seen in.</param>
    /// <param name="entry">For the audit, in the same transaction.</param>
    /// <returns>False when it is in another state; nothing happened then.</returns>
    public Task<bool> ReleaseOneAsync(
        long articleId,
        ArticleState from,
        AuditEntry entry,
        CancellationToken cancellationToken
    ) => CompleteAsync(articleId, from, null, entry, cancellationToken);

    private async Task<bool> CompleteAsync(
        long articleId,
        ArticleState from,
        ReadArticle? page,
        AuditEntry? entry,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // Claims the article before anything else is read: of two that complete it at once, the second waits here and
        // then finds another state.
        var mine = await db
            .Articles.Where(article => article.Id == articleId && article.State == from)
            .ExecuteUpdateAsync(
                change => change.SetProperty(article => article.State, ArticleState.Complete),
                cancellationToken
            );
        if (mine == 0)
        {
            return false;
        }
        var stored = await db
            .Articles.Include(article => article.CurrentRevision)
            .SingleAsync(article => article.Id == articleId, cancellationToken);
        if (page is not null)
        {
            await FillAsync(db, stored.CurrentRevision!, page, cancellationToken);
        }
        if (entry is not null)
        {
            db.Audit.Add(entry);
        }
        await ArticleCompletion.CompleteAsync(db, stored, stored.CurrentRevision!.Title, now, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        newWork.Announce();
        return true;
    }

    /// <summary>
    /// Nobody has seen the revision of an incomplete article, so it may still be filled. The title stays the feed's:
    /// pages add the name of the site to theirs.
    /// </summary>
    private static Task<int> FillAsync(
        DistributorDb db,
        ArticleRevision excerpt,
        ReadArticle page,
        CancellationToken cancellationToken
    )
    {
        var lead = excerpt.Lead.Length > 0 ? excerpt.Lead : page.Lead;
        var author = excerpt.Author ?? page.Author;
        var agency = excerpt.Agency ?? page.Agency;
        var language = excerpt.Language ?? page.Language;
        var (image, width, height, alt) = excerpt.ImageUrl is null
            ? (page.Image?.Url.AbsoluteUri, page.Image?.Width, page.Image?.Height, page.Image?.Alt)
            : (excerpt.ImageUrl, excerpt.ImageWidth, excerpt.ImageHeight, excerpt.ImageAlt);
        return db
            .ArticleRevisions.Where(revision => revision.Id == excerpt.Id)
            .ExecuteUpdateAsync(
                change =>
                    change
                        .SetProperty(revision => revision.Lead, lead)
                        .SetProperty(revision => revision.Html, page.Html)
                        .SetProperty(revision => revision.Text, page.Text)
                        .SetProperty(revision => revision.Author, author)
                        .SetProperty(revision => revision.Agency, agency)
                        .SetProperty(revision => revision.Language, language)
                        .SetProperty(revision => revision.ImageUrl, image)
                        .SetProperty(revision => revision.ImageWidth, width)
                        .SetProperty(revision => revision.ImageHeight, height)
                        .SetProperty(revision => revision.ImageAlt, alt)
                        .SetProperty(revision => revision.OriginalHtml, page.OriginalHtml),
                cancellationToken
            );
    }
}

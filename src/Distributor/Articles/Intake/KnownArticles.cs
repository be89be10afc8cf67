using Distributor.Articles.Reading;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Articles.Intake;

/// <summary>Finds the article that an item is again.</summary>
internal static class KnownArticles
{
    /// <returns>The known article with its current revision and topics, or null; and the key a new one gets.</returns>
    public static async Task<(Article? Known, string Key)> FindAsync(
        DistributorDb db,
        long sourceId,
        ReadArticle article,
        IntakeOptions options,
        CancellationToken cancellationToken
    )
    {
        var ofSource = db
            .Articles.Include(known => known.CurrentRevision)
            .Include(known => known.Topics)
            .Where(known => known.SourceId == sourceId);
        var plain = ArticleIdentity.KeyOf(article);
        var full = ArticleIdentity.KeyWithUrl(article);
        var url = article.Url?.AbsoluteUri;

        var known = await ofSource.SingleOrDefaultAsync(known => known.GuidKey == plain, cancellationToken);
        var elsewhere = known is not null && known.Url != url && article.Guid is not null && !options.AlsoByUrl;
        var shared =
            options.SharedGuid
            // The batch shows one use of the guid only; an earlier one may have shown that it is shared.
            || (
                elsewhere
                && await db.Articles.AnyAsync(
                    other => other.SourceId == sourceId && other.Guid == article.Guid && other.GuidKey != plain,
                    cancellationToken
                )
            );
        if (shared && (known is null || elsewhere))
        {
            known = await ofSource.SingleOrDefaultAsync(other => other.GuidKey == full, cancellationToken);
            return (known, full);
        }
        if (known is null && options.AlsoByUrl && url is not null)
        {
            known = await ofSource
                .Where(other => other.Url == url)
                .OrderByDescending(other => other.Id)
                .FirstOrDefaultAsync(cancellationToken);
        }
        return (known, plain);
    }
}

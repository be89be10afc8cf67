using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Delivery.Editions;

/// <summary>A headline that is not the one readers were alerted with.</summary>
/// <param name="At">When the headline became what it is now.</param>
/// <param name="Before">What the readers were alerted with, whatever it was called in between.</param>
public sealed record HeadlineChange(Instant At, string Before)
{
    /// <returns>Null for anything but an edit, and while the headline is the one its readers know.</returns>
    internal static async Task<HeadlineChange?> ReadAsync(
        DistributorDb db,
        EditionContents contents,
        IReadOnlyDictionary<long, StoryText> stories,
        CancellationToken cancellationToken
    )
    {
        if (contents.AlertedWith is not { } sent || !stories.TryGetValue(contents.Lead.StoryId, out var story))
        {
            return null;
        }
        var told = await db
            .ArticleRevisions.AsNoTracking()
            .Where(revision => revision.Id == sent.RevisionId)
            .Select(revision => new
            {
                revision.ArticleId,
                revision.Number,
                revision.Title,
            })
            .SingleAsync(cancellationToken);
        if (told.Title == story.Title)
        {
            return null;
        }
        var since = await db
            .ArticleRevisions.AsNoTracking()
            .Where(revision =>
                revision.ArticleId == told.ArticleId && revision.Number > told.Number && revision.Id <= story.RevisionId
            )
            .OrderByDescending(revision => revision.Number)
            .Select(revision => new { revision.Title, revision.CreatedAt })
            .ToListAsync(cancellationToken);
        var change = since.TakeWhile(revision => revision.Title == story.Title).LastOrDefault();
        return change is null ? null : new HeadlineChange(change.CreatedAt, told.Title);
    }
}

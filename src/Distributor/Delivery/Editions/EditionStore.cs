using Distributor.Storage;
using Distributor.Templates;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Delivery.Editions;

/// <summary>Finds or makes editions by their key.</summary>
public sealed class EditionStore(Database database, IClock clock)
{
    /// <summary>
    /// The ids of the drafts' editions, in the order of the drafts. Planning twice, or on two instances at once, finds the
    /// same ones.
    /// </summary>
    public async Task<IReadOnlyList<long>> EnsureAsync(
        IReadOnlyList<EditionDraft> drafts,
        CancellationToken cancellationToken
    )
    {
        var keys = drafts.Select(draft => draft.Key()).ToList();
        for (var attempt = 1; ; attempt++)
        {
            await using var db = database.CreateDbContext();
            var known = await db
                .Editions.Where(edition => keys.Contains(edition.ContentKey))
                .Select(edition => new { edition.ContentKey, edition.Id })
                .ToDictionaryAsync(edition => edition.ContentKey, edition => edition.Id, cancellationToken);
            var missing = keys.Zip(drafts)
                .Where(pair => !known.ContainsKey(pair.First))
                .DistinctBy(pair => pair.First)
                .ToList();
            if (missing.Count == 0)
            {
                return [.. keys.Select(key => known[key])];
            }
            db.Editions.AddRange(missing.Select(pair => New(pair.Second, pair.First)));
            try
            {
                await db.SaveChangesAsync(cancellationToken);
            }
            catch (DbUpdateException) when (attempt < 3)
            {
                // Another instance made one of them in this moment: look again.
            }
        }
    }

    private Edition New(EditionDraft draft, string key) =>
        new()
        {
            RunId = draft.RunId,
            Channel = draft.Channel,
            Language = draft.Language,
            TimeZone = draft.TimeZone,
            Layout = draft.Layout,
            TemplateVersion = TemplateVersion.Current,
            ContentKey = key,
            Contents = draft.Contents.ToJson(),
            CreatedAt = clock.GetCurrentInstant(),
        };
}

using Distributor.Channels;
using Distributor.Delivery.Editions;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Delivery.Reading;

/// <summary>One edition of a run in a list.</summary>
/// <param name="Subject">Of a mail; null while it is not written.</param>
public sealed record EditionLine(
    long Id,
    ChannelKind Channel,
    string Language,
    string TimeZone,
    EditionState State,
    string? Subject,
    Instant? FrozenAt
)
{
    /// <summary>The editions of a run that were written or held first, then those nobody has asked for yet.</summary>
    public static async Task<List<EditionLine>> OfRunAsync(
        DistributorDb db,
        long runId,
        int count,
        CancellationToken cancellationToken
    )
    {
        var editions = await db
            .Editions.AsNoTracking()
            .Where(edition => edition.RunId == runId)
            .OrderBy(edition => edition.FrozenAt == null)
            .ThenBy(edition => edition.Id)
            .Take(count)
            .ToListAsync(cancellationToken);
        return
        [
            .. editions.Select(edition => new EditionLine(
                edition.Id,
                edition.Channel,
                edition.Language,
                edition.TimeZone,
                edition.State,
                edition.Rendered is { } json ? RenderedEdition.FromJson(json).Mail?.Subject : null,
                edition.FrozenAt
            )),
        ];
    }
}

using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Subscribers.Links;

/// <summary>Which links that work once have worked.</summary>
public static class UsedLinks
{
    /// <summary>
    /// Marks a link as used, in the caller's transaction: of two uses at once one waits for the other's commit and is refused.
    /// </summary>
    /// <returns>False when it was used before.</returns>
    public static async Task<bool> UseAsync(
        DistributorDb db,
        LinkPurpose purpose,
        long subject,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var written = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO used_links (purpose, subject, used_at) VALUES ({(int)purpose}, {subject}, {db.Stored(now)})
            ON CONFLICT (purpose, subject) DO NOTHING
            """,
            cancellationToken
        );
        return written == 1;
    }
}

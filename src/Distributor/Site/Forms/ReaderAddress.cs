using Distributor.Channels;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Site.Forms;

/// <summary>What a page shows of the address its link belongs to.</summary>
/// <param name="Shown">Masked: a mail may have been forwarded. Empty for a chat, which has no name here.</param>
public sealed record ReaderAddress(long Id, string Shown, string Language, ChannelKind Channel, AddressState State)
{
    /// <returns>Null when the address is gone, or will be in a moment because its owner asked to be deleted.</returns>
    public static async Task<ReaderAddress?> FindAsync(
        Database database,
        long addressId,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var found = await db
            .Addresses.AsNoTracking()
            .Where(a => a.Id == addressId && a.EraseAt == null)
            .Select(a => new
            {
                a.Channel,
                Written = a.WrittenAs ?? a.Value,
                a.Language,
                a.State,
            })
            .SingleOrDefaultAsync(cancellationToken);
        return found is null
            ? null
            : new ReaderAddress(
                addressId,
                found.Channel == ChannelKind.Email ? MaskedEmail.Of(found.Written) : "",
                found.Language,
                found.Channel,
                found.State
            );
    }

    public static async Task<string?> ShownAsync(
        Database database,
        long addressId,
        CancellationToken cancellationToken
    ) => (await FindAsync(database, addressId, cancellationToken))?.Shown;
}

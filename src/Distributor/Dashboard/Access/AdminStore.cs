using System.Security.Cryptography;
using System.Text;
using Distributor.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Distributor.Dashboard.Access;

/// <summary>Identity's own store over our database; roles are a column of the admin, so the store without roles. Of recovery codes it keeps hashes only.</summary>
internal sealed class AdminStore(DistributorDb db, IdentityErrorDescriber? describer = null)
    : UserOnlyStore<
        Admin,
        DistributorDb,
        long,
        IdentityUserClaim<long>,
        IdentityUserLogin<long>,
        IdentityUserToken<long>,
        IdentityUserPasskey<long>
    >(db, describer)
{
    public override Task ReplaceCodesAsync(
        Admin user,
        IEnumerable<string> recoveryCodes,
        CancellationToken cancellationToken
    ) => base.ReplaceCodesAsync(user, recoveryCodes.Select(Hash), cancellationToken);

    public override Task<bool> RedeemCodeAsync(Admin user, string code, CancellationToken cancellationToken) =>
        base.RedeemCodeAsync(user, Hash(code), cancellationToken);

    /// <summary>A code is 43 random bits and guessed at most five times, so no slow hash is needed.</summary>
    private static string Hash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}

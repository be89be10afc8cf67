using Distributor.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace Distributor.Dashboard.Access;

/// <summary>Identity's own store over our database; roles are a column of the admin, so the store without roles.</summary>
internal sealed class AdminStore(DistributorDb db, IdentityErrorDescriber? describer = null)
    : UserOnlyStore<
        Admin,
        DistributorDb,
        long,
        IdentityUserClaim<long>,
        IdentityUserLogin<long>,
        IdentityUserToken<long>,
        IdentityUserPasskey<long>
    >(db, describer);

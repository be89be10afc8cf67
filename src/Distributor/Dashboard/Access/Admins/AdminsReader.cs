using Distributor.Dashboard.Access.Invites;

namespace Distributor.Dashboard.Access.Admins;

/// <summary>What the page of the admins shows.</summary>
internal sealed class AdminsReader(AdminDirectory admins, AdminInvites invites)
{
    public async Task<(IReadOnlyList<AdminEntry> Admins, IReadOnlyList<AdminInvite> Invites)> ReadAsync(
        CancellationToken cancellationToken
    ) => (await admins.ListAsync(cancellationToken), await invites.OpenAsync(cancellationToken));
}

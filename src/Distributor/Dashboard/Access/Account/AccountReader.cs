using Distributor.Dashboard.Access.Passkeys;
using Distributor.Dashboard.Access.SecondStep;
using Distributor.Dashboard.Access.Sessions;
using Microsoft.AspNetCore.Identity;

namespace Distributor.Dashboard.Access.Account;

/// <summary>The own account, as it is shown and as it is changed.</summary>
internal sealed class AccountReader(UserManager<Admin> admins, SecondSteps secondSteps, AdminSessions sessions)
{
    public async Task<AccountView> ReadAsync(HttpContext context, IReadOnlyDictionary<string, string>? errors = null)
    {
        var admin = await CurrentAsync(context);
        return new AccountView(
            admin.Email!,
            admin.Name,
            admin.Role,
            admin.TwoFactorEnabled,
            admin.TwoFactorEnabled ? await secondSteps.RecoveryCodesLeftAsync(admin) : 0,
            [.. (await admins.GetPasskeysAsync(admin)).OrderBy(key => key.CreatedAt).Select(PasskeyView.Of)],
            await sessions.ListAsync(context, admin.Id),
            errors ?? new Dictionary<string, string>()
        );
    }

    /// <summary>Whoever asks, to be changed; the session was checked a moment ago, so they are there.</summary>
    public async Task<Admin> CurrentAsync(HttpContext context) =>
        await admins.GetUserAsync(context.User)
        ?? throw new InvalidOperationException("The admin of this session is gone.");
}

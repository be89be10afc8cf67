using Distributor.Dashboard.Access.Passkeys;
using Distributor.Dashboard.Access.SecondStep;
using Distributor.Dashboard.Access.Sessions;
using Microsoft.AspNetCore.Identity;

namespace Distributor.Dashboard.Access.Account;

/// <summary>What the page of the own account shows.</summary>
/// <param name="RecoveryCodesLeft">Of ten; zero without second step.</param>
/// <param name="Errors">By field, after a form that was not taken.</param>
public sealed record AccountView(
    string Email,
    string? Name,
    AdminRole Role,
    bool HasSecondStep,
    int RecoveryCodesLeft,
    IReadOnlyList<PasskeyView> Passkeys,
    IReadOnlyList<SessionView> Sessions,
    IReadOnlyDictionary<string, string> Errors
)
{
    public static async Task<AccountView> ReadAsync(
        HttpContext context,
        IReadOnlyDictionary<string, string>? errors = null
    )
    {
        var services = context.RequestServices;
        var admins = services.GetRequiredService<UserManager<Admin>>();
        var admin = await CurrentAsync(context);
        return new AccountView(
            admin.Email!,
            admin.Name,
            admin.Role,
            admin.TwoFactorEnabled,
            admin.TwoFactorEnabled
                ? await services.GetRequiredService<SecondSteps>().RecoveryCodesLeftAsync(admin)
                : 0,
            [.. (await admins.GetPasskeysAsync(admin)).OrderBy(key => key.CreatedAt).Select(PasskeyView.Of)],
            await services.GetRequiredService<AdminSessions>().ListAsync(context, admin.Id),
            errors ?? new Dictionary<string, string>()
        );
    }

    /// <summary>Whoever asks, to be changed; the session was checked a moment ago, so they are there.</summary>
    public static async Task<Admin> CurrentAsync(HttpContext context) =>
        await context.RequestServices.GetRequiredService<UserManager<Admin>>().GetUserAsync(context.User)
        ?? throw new InvalidOperationException("The admin of this session is gone.");
}

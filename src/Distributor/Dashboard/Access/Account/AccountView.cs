using Distributor.Dashboard.Access.Passkeys;
using Distributor.Dashboard.Access.Sessions;

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
);

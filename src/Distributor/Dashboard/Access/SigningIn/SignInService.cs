using System.Globalization;
using System.Security.Claims;
using Distributor.Dashboard.Access.SecondStep;
using Distributor.Dashboard.Access.Sessions;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Distributor.Dashboard.Access.SigningIn;

public enum SignInAnswer
{
    In,

    /// <summary>The password was right; the code of the app comes next.</summary>
    CodeNext,

    /// <summary>Whatever the reason, the same words and the same time.</summary>
    Refused,

    /// <summary>The first half was too long ago.</summary>
    Over,

    /// <summary>This network, or the account, has tried too often.</summary>
    TooOften,
}

/// <summary>The ways in: password, then a code where the admin asked for one; or a passkey, which is both in one.</summary>
internal sealed class SignInService(
    UserManager<Admin> admins,
    SignInManager<Admin> passkeys,
    NobodysPassword nobody,
    SignInLimits limits,
    SignInTries tries,
    SecondSteps secondSteps,
    SignInRecords records,
    SessionStart sessions
)
{
    private const string KeepItem = "keep";

    public async Task<SignInAnswer> PasswordAsync(HttpContext context, string email, string password, bool keep)
    {
        if (!limits.Take(context, email))
        {
            return SignInAnswer.TooOften;
        }
        var cancellationToken = context.RequestAborted;
        var admin = await admins.FindByEmailAsync(email);
        var mayTry = admin is { DisabledAt: null } && await tries.TakeAsync(admin.Id, cancellationToken);
        // Always one verification, against nobody's hash where there is nothing to verify.
        var hash = mayTry ? admin!.PasswordHash ?? nobody.Hash : nobody.Hash;
        var verdict = admins.PasswordHasher.VerifyHashedPassword(admin ?? nobody.Nobody, hash, password);
        if (admin is null || !mayTry || verdict == PasswordVerificationResult.Failed)
        {
            var why =
                admin is null ? "unknown address"
                : admin.DisabledAt is not null ? "disabled"
                : mayTry ? "wrong password"
                : "locked";
            await records.FailedAsync(context, admin, why);
            return SignInAnswer.Refused;
        }
        if (admin.TwoFactorEnabled)
        {
            await tries.GiveBackAsync(admin.Id, cancellationToken);
            await RememberFirstHalfAsync(context, admin, keep);
            return SignInAnswer.CodeNext;
        }
        await InAsync(context, admin, keep, "password");
        return SignInAnswer.In;
    }

    /// <param name="code">Of the app, or one of the recovery codes.</param>
    public async Task<SignInAnswer> CodeAsync(HttpContext context, string code)
    {
        if (await FirstHalfAsync(context) is not { } half)
        {
            return SignInAnswer.Over;
        }
        var (admin, keep) = half;
        if (!limits.Take(context, admin.Email))
        {
            return SignInAnswer.TooOften;
        }
        if (!await tries.TakeAsync(admin.Id, context.RequestAborted))
        {
            await records.FailedAsync(context, admin, "locked");
            return SignInAnswer.Refused;
        }
        if (await secondSteps.CheckAsync(admin, code) is not { } kind)
        {
            await records.FailedAsync(context, admin, "wrong code");
            return SignInAnswer.Refused;
        }
        await context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme);
        await InAsync(context, admin, keep, $"password and {kind}");
        return SignInAnswer.In;
    }

    public async Task<bool> IsHalfInAsync(HttpContext context) => await FirstHalfAsync(context) is not null;

    /// <summary>What the browser asks its keys; no address is named, so nobody learns which exist.</summary>
    public Task<string> PasskeyOptionsAsync() => passkeys.MakePasskeyRequestOptionsAsync(null);

    public async Task<SignInAnswer> PasskeyAsync(HttpContext context, string credential, bool keep)
    {
        if (!limits.Take(context, account: null))
        {
            return SignInAnswer.TooOften;
        }
        var state = await context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        if (!state.Succeeded)
        {
            return SignInAnswer.Over;
        }
        var result = await passkeys.PerformPasskeyAssertionAsync(credential);
        if (!result.Succeeded || result.User.DisabledAt is not null)
        {
            await records.FailedAsync(context, result.User, result.Succeeded ? "disabled" : "passkey refused");
            return SignInAnswer.Refused;
        }
        await admins.AddOrUpdatePasskeyAsync(result.User, result.Passkey); // counts its uses
        await InAsync(context, result.User, keep, "passkey");
        return SignInAnswer.In;
    }

    private async Task InAsync(HttpContext context, Admin admin, bool keep, string how)
    {
        await tries.ForgetAsync(admin.Id, context.RequestAborted);
        await sessions.StartAsync(context, admin, keep);
        await records.InAsync(context, admin, how);
    }

    private async Task RememberFirstHalfAsync(HttpContext context, Admin admin, bool keep)
    {
        var half = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, admin.Id.ToString(CultureInfo.InvariantCulture)),
                new Claim(admins.Options.ClaimsIdentity.SecurityStampClaimType, admin.SecurityStamp ?? ""),
            ],
            IdentityConstants.TwoFactorUserIdScheme
        );
        await context.SignInAsync(
            IdentityConstants.TwoFactorUserIdScheme,
            new ClaimsPrincipal(half),
            new AuthenticationProperties { Items = { [KeepItem] = keep ? "yes" : null } }
        );
    }

    private async Task<(Admin Admin, bool Keep)?> FirstHalfAsync(HttpContext context)
    {
        var half = await context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        // The same cookie also holds what a passkey was asked; that has no number of an admin in it.
        return
            half.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
            && await admins.FindByIdAsync(id) is { DisabledAt: null, TwoFactorEnabled: true } admin
            && half.Principal.FindFirstValue(admins.Options.ClaimsIdentity.SecurityStampClaimType)
                == admin.SecurityStamp
            ? (admin, half.Properties?.Items.ContainsKey(KeepItem) == true)
            : null;
    }
}

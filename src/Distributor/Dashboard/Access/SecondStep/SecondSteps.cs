using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Distributor.Dashboard.Access.SecondStep;

/// <summary>
/// The second step of signing in: codes of an authenticator app, each good once, and ten recovery codes for the day the phone is lost.
/// A new key counts only when a code of it was typed, so nobody locks themselves out by half an enrolment.
/// </summary>
internal sealed class SecondSteps(UserManager<Admin> admins, IClock clock)
{
    public const int RecoveryCodes = 10;

    private const string Provider = "distributor";
    private const string Key = "totp.key";
    private const string NewKey = "totp.new";
    private const string LastStep = "totp.step";

    /// <returns>The key not yet in use, in Base32; the one begun before, if there is one.</returns>
    public async Task<string> BeginAsync(Admin admin)
    {
        if (await admins.GetAuthenticationTokenAsync(admin, Provider, NewKey) is { } begun)
        {
            return begun;
        }
        var key = Base32.Encode(RandomNumberGenerator.GetBytes(Totp.KeyBytes));
        Ensure(await admins.SetAuthenticationTokenAsync(admin, Provider, NewKey, key));
        return key;
    }

    /// <summary>The key of an enrolment that has begun; null when none has.</summary>
    public Task<string?> BegunAsync(Admin admin) => admins.GetAuthenticationTokenAsync(admin, Provider, NewKey);

    /// <summary>Turns the new key on if the code is one of it; <see cref="IdentityResult.Succeeded"/> says so.</summary>
    public async Task<IdentityResult> ConfirmAsync(Admin admin, string code)
    {
        if (
            await BegunAsync(admin) is not { } key
            || Totp.Find(Base32.Decode(key), Plain(code), clock.GetCurrentInstant()) is not { } step
        )
        {
            return IdentityResult.Failed(
                new IdentityError
                {
                    Code = "WrongCode",
                    Description =
                        "This is not the code of now. Type the newest one; if it is refused again, set the phone's clock to automatic.",
                }
            );
        }
        Ensure(await admins.SetAuthenticationTokenAsync(admin, Provider, Key, key));
        Ensure(await admins.SetAuthenticationTokenAsync(admin, Provider, LastStep, Text(step)));
        Ensure(await admins.RemoveAuthenticationTokenAsync(admin, Provider, NewKey));
        return await admins.SetTwoFactorEnabledAsync(admin, true); // a new stamp: other sessions end
    }

    /// <summary>New recovery codes; those before are worth nothing from now on.</summary>
    public async Task<IReadOnlyList<string>> RenewRecoveryCodesAsync(Admin admin) =>
        [.. (await admins.GenerateNewTwoFactorRecoveryCodesAsync(admin, RecoveryCodes))!];

    public Task<int> RecoveryCodesLeftAsync(Admin admin) => admins.CountRecoveryCodesAsync(admin);

    /// <returns>What the code was, <c>code</c> or <c>recovery code</c>; null when it is neither, or was used before.</returns>
    public async Task<string?> CheckAsync(Admin admin, string code)
    {
        var plain = Plain(code);
        if (
            await admins.GetAuthenticationTokenAsync(admin, Provider, Key) is { } key
            && Totp.Find(Base32.Decode(key), plain, clock.GetCurrentInstant()) is { } step
        )
        {
            var last = await admins.GetAuthenticationTokenAsync(admin, Provider, LastStep);
            if (last is not null && step <= long.Parse(last, CultureInfo.InvariantCulture))
            {
                return null; // RFC 6238 section 5.2: a code is accepted once
            }
            // Saved with the admin's concurrency stamp: of two requests with the same code one loses.
            var used = await admins.SetAuthenticationTokenAsync(admin, Provider, LastStep, Text(step));
            return used.Succeeded ? "code" : null;
        }
        var redeemed = await admins.RedeemTwoFactorRecoveryCodeAsync(admin, code.Trim().ToUpperInvariant());
        return redeemed.Succeeded ? "recovery code" : null;
    }

    public async Task<IdentityResult> TurnOffAsync(Admin admin)
    {
        foreach (var name in (string[])[Key, NewKey, LastStep])
        {
            Ensure(await admins.RemoveAuthenticationTokenAsync(admin, Provider, name));
        }
        await admins.GenerateNewTwoFactorRecoveryCodesAsync(admin, 0);
        return await admins.SetTwoFactorEnabledAsync(admin, false);
    }

    /// <summary>Apps show codes with a gap in the middle.</summary>
    private static string Plain(string code) => string.Concat(code.Where(char.IsAsciiDigit));

    private static string Text(long step) => step.ToString(CultureInfo.InvariantCulture);

    private static void Ensure(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException(AdminWords.Line(result));
        }
    }
}

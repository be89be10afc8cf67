using System.Globalization;
using Distributor.Dashboard.Access.Account;
using Distributor.Dashboard.Access.Admins;
using Distributor.Dashboard.Access.Sessions;
using Distributor.Dashboard.Shell;
using Distributor.Site.Forms;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Distributor.Dashboard.Access.Passkeys;

/// <summary>Adding, naming and removing the passkeys of the own account.</summary>
internal static class PasskeyPages
{
    private const int LongestName = 60;

    public static void MapPasskeys(this RouteGroupBuilder desk)
    {
        desk.MapPost("account/passkeys/options", OptionsAsync);
        desk.MapPost("account/passkeys", AddAsync);
        desk.MapPost("account/passkeys/{id}/rename", RenameAsync);
        desk.MapPost("account/passkeys/{id}/remove", RemoveAsync);
    }

    private static async Task<IResult> OptionsAsync(
        HttpContext context,
        AccountReader account,
        SignInManager<Admin> signIn
    )
    {
        var admin = await account.CurrentAsync(context);
        return Results.Content(
            await signIn.MakePasskeyCreationOptionsAsync(
                new PasskeyUserEntity
                {
                    Id = admin.Id.ToString(CultureInfo.InvariantCulture),
                    Name = admin.Email!,
                    DisplayName = admin.Name ?? admin.Email!,
                }
            ),
            "application/json"
        );
    }

    private static async Task<IResult> AddAsync(
        HttpContext context,
        AccountReader account,
        SignInManager<Admin> signIn,
        UserManager<Admin> admins,
        AdminChanges changes
    )
    {
        var credential = (await FormGuard.FieldsAsync(context))["credential"].ToString();
        var asked = await context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        if (!asked.Succeeded)
        {
            return DeskRoutes.Done(
                context,
                AccountPages.Path,
                "That took longer than five minutes. Try again.",
                Tone.Bad
            );
        }
        var made = await signIn.PerformPasskeyAttestationAsync(credential);
        var admin = await account.CurrentAsync(context);
        if (!made.Succeeded || made.UserEntity.Id != admin.Id.ToString(CultureInfo.InvariantCulture))
        {
            return DeskRoutes.Done(
                context,
                AccountPages.Path,
                "This passkey could not be checked. Try again, or with another device.",
                Tone.Bad
            );
        }
        made.Passkey.Name = BrowserName.Of(context.Request.Headers.UserAgent);
        return await SaveAsync(
            context,
            changes,
            admin,
            () => admins.AddOrUpdatePasskeyAsync(admin, made.Passkey),
            "admin.addPasskey",
            (null, made.Passkey.Name),
            "The passkey is added. The next time choose \"Sign in with a passkey\"."
        );
    }

    private static async Task<IResult> RenameAsync(
        string id,
        HttpContext context,
        AccountReader account,
        UserManager<Admin> admins,
        AdminChanges changes
    )
    {
        var name = AdminDirectory.Short((await FormGuard.FieldsAsync(context))["name"]);
        var admin = await account.CurrentAsync(context);
        if (await FindAsync(id, admin, admins) is not { } passkey || name is null)
        {
            return DeskRoutes.Done(context, AccountPages.Path, "Give the passkey a name.", Tone.Bad);
        }
        var before = passkey.Name;
        passkey.Name = name.Length > LongestName ? name[..LongestName] : name;
        return await SaveAsync(
            context,
            changes,
            admin,
            () => admins.AddOrUpdatePasskeyAsync(admin, passkey),
            "admin.renamePasskey",
            (before, passkey.Name),
            "The passkey is renamed."
        );
    }

    private static async Task<IResult> RemoveAsync(
        string id,
        HttpContext context,
        AccountReader account,
        UserManager<Admin> admins,
        AdminChanges changes
    )
    {
        var admin = await account.CurrentAsync(context);
        if (await FindAsync(id, admin, admins) is not { } passkey)
        {
            return DeskRoutes.Done(context, AccountPages.Path, "That passkey was removed before.", Tone.Quiet);
        }
        return await SaveAsync(
            context,
            changes,
            admin,
            () => admins.RemovePasskeyAsync(admin, passkey.CredentialId),
            "admin.removePasskey",
            (passkey.Name, null),
            "The passkey is removed. Delete it on its device too, or it will be offered there and refused here."
        );
    }

    private static async Task<UserPasskeyInfo?> FindAsync(string id, Admin admin, UserManager<Admin> admins) =>
        PasskeyView.CredentialOf(id) is { } credential ? await admins.GetPasskeyAsync(admin, credential) : null;

    private static async Task<IResult> SaveAsync(
        HttpContext context,
        AdminChanges changes,
        Admin admin,
        Func<Task<IdentityResult>> change,
        string action,
        (string? Before, string? After) what,
        string done
    )
    {
        var result = await changes.SaveAsync(
            change,
            () =>
                changes.Line(
                    AdminPolicies.Actor(context),
                    action,
                    AdminChanges.Subject(admin.Id),
                    what.Before,
                    what.After
                ),
            context.RequestAborted
        );
        return result.Succeeded
            ? DeskRoutes.Done(context, AccountPages.Path, done)
            : DeskRoutes.Done(context, AccountPages.Path, AdminWords.Line(result), Tone.Bad);
    }
}

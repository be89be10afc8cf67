using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Distributor.Dashboard.Shell;

/// <summary>What the last form did, told on the next page.</summary>
/// <param name="UndoAction">Where the form of its button Undo goes; null: nothing to undo.</param>
public sealed record FlashMessage(string Text, Tone Tone = Tone.Good, string? UndoAction = null);

/// <summary>
/// Carries a <see cref="FlashMessage"/> over the redirect after a form, in a cookie that is sealed (it may name people), lives a
/// minute and is taken by the first page that shows it.
/// </summary>
public sealed class DeskFlash(IDataProtectionProvider protection)
{
    private const string CookieName = "desk-flash";
    private readonly IDataProtector protector = protection.CreateProtector("desk-flash");

    public void Leave(HttpContext context, FlashMessage message) =>
        context.Response.Cookies.Append(
            CookieName,
            protector.Protect(JsonSerializer.Serialize(message)),
            new CookieOptions
            {
                HttpOnly = true,
                IsEssential = true,
                MaxAge = TimeSpan.FromMinutes(1),
                Path = "/admin",
                SameSite = SameSiteMode.Strict,
                Secure = context.Request.IsHttps,
            }
        );

    /// <summary>The message, once; null when there is none or it is not ours.</summary>
    public FlashMessage? Take(HttpContext context)
    {
        if (!context.Request.Cookies.TryGetValue(CookieName, out var sealedText) || context.Response.HasStarted)
        {
            return null;
        }
        context.Response.Cookies.Delete(CookieName, new CookieOptions { Path = "/admin" });
        try
        {
            return JsonSerializer.Deserialize<FlashMessage>(protector.Unprotect(sealedText));
        }
        catch (Exception fault) when (fault is CryptographicException or JsonException)
        {
            return null;
        }
    }
}

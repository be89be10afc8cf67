using System.Buffers;
using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using NodaTime;

namespace Distributor.Dashboard.Access.Passkeys;

/// <param name="Id">Of the credential, in base64url.</param>
/// <param name="IsSynced">Its maker keeps copies on other devices.</param>
public sealed record PasskeyView(string Id, string Name, Instant CreatedAt, bool IsSynced)
{
    public static PasskeyView Of(UserPasskeyInfo passkey) =>
        new(
            Base64Url.EncodeToString(passkey.CredentialId),
            passkey.Name ?? "Passkey",
            Instant.FromDateTimeOffset(passkey.CreatedAt),
            passkey.IsBackedUp
        );

    /// <summary>Null when it is no base64url.</summary>
    public static byte[]? CredentialOf(string id)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(id.Length)];
        return Base64Url.DecodeFromChars(id, bytes, out _, out var length) == OperationStatus.Done
            ? bytes[..length]
            : null;
    }
}

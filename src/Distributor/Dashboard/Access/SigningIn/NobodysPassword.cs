using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Dashboard.Access.SigningIn;

/// <summary>A hash nobody knows the password of: an unknown address takes as long to refuse as a wrong password.</summary>
internal sealed class NobodysPassword
{
    public NobodysPassword(IOptions<PasswordHasherOptions> options) =>
        Hash = new PasswordHasher<Admin>(options).HashPassword(
            Nobody,
            Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))
        );

    public Admin Nobody { get; } = new() { Role = AdminRole.Viewer, CreatedAt = Instant.MinValue };

    public string Hash { get; }
}

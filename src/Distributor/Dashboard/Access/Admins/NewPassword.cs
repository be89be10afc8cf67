using System.Security.Cryptography;

namespace Distributor.Dashboard.Access.Admins;

/// <summary>A password nobody has thought of: for a new admin, or for one who cannot get in.</summary>
internal static class NewPassword
{
    /// <summary>Twenty random letters and digits (99 bits), in groups, none of which look alike.</summary>
    public static string Make() =>
        string.Join(
            '-',
            RandomNumberGenerator
                .GetString("abcdefghjkmnpqrstuvwxyz23456789", 20)
                .Chunk(5)
                .Select(part => new string(part))
        );
}

using System.Security.Cryptography;
using Distributor.Storage;

namespace Distributor.Delivery.Sending;

/// <summary>
/// A word by which this installation's messages differ from those of any other, also of an earlier one whose database was
/// made anew. Made once, by chance, and kept in the database, so that all instances have the same.
/// </summary>
public sealed class InstallationId(Secrets secrets)
{
    private const string SecretName = "installation";
    private const int Bytes = 5;

    /// <summary>Ten letters and digits. Not secret, and nothing secret can be told from it.</summary>
    public async ValueTask<string> GetAsync(CancellationToken cancellationToken)
    {
        var secret = await secrets.GetAsync(SecretName, cancellationToken);
        return Convert.ToHexStringLower(SHA256.HashData(secret).AsSpan(0, Bytes));
    }
}

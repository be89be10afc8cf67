using System.Security.Cryptography;
using System.Text;
using Distributor.Channels;
using Distributor.Storage;

namespace Distributor.Subscribers;

/// <summary>
/// What remains of a deleted address: an HMAC-SHA256 under a key of this installation, enough to recognise it in an
/// import and of no use to anybody else.
/// </summary>
public sealed class ForgottenAddresses(Secrets secrets)
{
    private const string SecretName = "forgotten";

    /// <summary>
    /// To be called before a transaction is begun: the first use of the key writes it, and on SQLite that would wait for
    /// the transaction's own lock.
    /// </summary>
    public async Task PrepareAsync(CancellationToken cancellationToken) =>
        await secrets.GetAsync(SecretName, cancellationToken);

    /// <summary>The mark of an address, in hex.</summary>
    /// <param name="value">As stored: <see cref="EmailAddress.Value"/> or <see cref="ChatAddress.Value"/>.</param>
    public async ValueTask<string> MarkAsync(ChannelKind channel, string value, CancellationToken cancellationToken)
    {
        var key = await secrets.GetAsync(SecretName, cancellationToken);
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{(short)channel}:{value}")));
    }
}

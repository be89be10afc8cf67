using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Distributor.Storage;

namespace Distributor.Subscribers.Links;

/// <summary>What a link may do; part of what is signed, so that one link is no other.</summary>
public enum LinkPurpose : byte
{
    Unsubscribe = 1,
}

/// <summary>
/// Signed links of messages. A token names an address and cannot be made without our key; it holds for as long as the key
/// does, because a mail may be opened years later and its unsubscribe link must still work (RFC 8058 section 3.1).
/// </summary>
public sealed class LinkTokens(Secrets secrets)
{
    private const string SecretName = "links";
    private const int SignedBytes = 1 + sizeof(long);

    /// <summary>128 bits of the HMAC: nobody guesses them, and the link stays short.</summary>
    private const int MacBytes = 16;

    /// <summary>34 characters that need no escaping in an address.</summary>
    public async ValueTask<string> CreateAsync(LinkPurpose purpose, long addressId, CancellationToken cancellationToken)
    {
        var token = new byte[SignedBytes + MacBytes];
        token[0] = (byte)purpose;
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(1), addressId);
        Mac(await secrets.GetAsync(SecretName, cancellationToken), token.AsSpan(0, SignedBytes))
            .CopyTo(token, SignedBytes);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The address a token was made for; null when it was not made by us or not for this purpose.</summary>
    public async ValueTask<long?> ReadAsync(LinkPurpose purpose, string token, CancellationToken cancellationToken)
    {
        var bytes = new byte[SignedBytes + MacBytes];
        if (
            token.Length != Base64Url.GetEncodedLength(bytes.Length)
            || !Base64Url.TryDecodeFromChars(token, bytes, out var length)
            || length != bytes.Length
            || bytes[0] != (byte)purpose
        )
        {
            return null;
        }
        var mac = Mac(await secrets.GetAsync(SecretName, cancellationToken), bytes.AsSpan(0, SignedBytes));
        return CryptographicOperations.FixedTimeEquals(mac, bytes.AsSpan(SignedBytes))
            ? BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1))
            : null;
    }

    private static byte[] Mac(byte[] key, ReadOnlySpan<byte> signed) => HMACSHA256.HashData(key, signed)[..MacBytes];
}

using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using Distributor.Storage;
using NodaTime;

namespace Distributor.Subscribers.Links;

/// <summary>What a link may do; part of what is signed, so that one link is no other. Stored as a number.</summary>
public enum LinkPurpose : byte
{
    /// <summary>Standing: in every bulk mail, for as long as our key holds.</summary>
    Unsubscribe = 1,

    /// <summary>Standing: the page where a reader changes topics and times.</summary>
    Preferences = 2,

    /// <summary>Fresh, once: the answer to a sign-up; its subject is the sign-up.</summary>
    Confirm = 3,

    /// <summary>Fresh: download or delete everything about a reader; deletion works once.</summary>
    Data = 4,

    /// <summary>Fresh: the old end of a change of address; its subject is the move.</summary>
    MoveFrom = 5,

    /// <summary>Fresh: the new end of a change of address; its subject is the move.</summary>
    MoveTo = 6,

    /// <summary>Fresh, once: joins a chat to the reader (the payload of the bot's <c>/start</c>).</summary>
    LinkChat = 7,

    /// <summary>Standing: a mail as it was sent, without anything personal; names an edition, not an address.</summary>
    ViewEdition = 8,
}

/// <summary>What a fresh link says.</summary>
/// <param name="Subject">What it was made for, such as the id of a sign-up.</param>
public readonly record struct FreshLink(long AddressId, long Subject, Instant ExpiresAt);

/// <summary>
/// Signed links of messages. A token names what it is about and cannot be made without our key. Standing ones hold for as long
/// as the key does, because a mail may be opened years later and its unsubscribe link must still work (RFC 8058 section 3.1);
/// fresh ones say until when.
/// </summary>
public sealed class LinkTokens(Secrets secrets)
{
    private const string SecretName = "links";
    private const int StandingBytes = 1 + sizeof(long);
    private const int FreshBytes = StandingBytes + sizeof(long) + sizeof(uint);

    /// <summary>128 bits of the HMAC: nobody guesses them, and the link stays short.</summary>
    private const int MacBytes = 16;

    /// <summary>34 characters that need no escaping in an address.</summary>
    /// <param name="id">Of the address, or of the edition for <see cref="LinkPurpose.ViewEdition"/>.</param>
    public async ValueTask<string> CreateAsync(LinkPurpose purpose, long id, CancellationToken cancellationToken)
    {
        var token = new byte[StandingBytes];
        token[0] = (byte)purpose;
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(1), id);
        return await SignAsync(token, cancellationToken);
    }

    /// <summary>The id a standing token was made for; null when it was not made by us or not for this purpose.</summary>
    public async ValueTask<long?> ReadAsync(LinkPurpose purpose, string token, CancellationToken cancellationToken) =>
        await VerifiedAsync(purpose, token, StandingBytes, cancellationToken) is { } bytes
            ? BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1))
            : null;

    /// <summary>50 characters of A–Z, a–z, 0–9, _ and -, which a deep link of Telegram takes too (Bot API: at most 64).</summary>
    /// <param name="link">Its expiry in whole seconds; it holds up to and without that time.</param>
    public async ValueTask<string> CreateFreshAsync(
        LinkPurpose purpose,
        FreshLink link,
        CancellationToken cancellationToken
    )
    {
        var token = new byte[FreshBytes];
        token[0] = (byte)purpose;
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(1), link.AddressId);
        BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(StandingBytes), link.Subject);
        BinaryPrimitives.WriteUInt32BigEndian(
            token.AsSpan(StandingBytes + sizeof(long)),
            (uint)link.ExpiresAt.ToUnixTimeSeconds()
        );
        return await SignAsync(token, cancellationToken);
    }

    /// <summary>
    /// What a fresh token says, also when it has expired, so that a page can say so; null when it was not made by us or not for
    /// this purpose. Whether it was used is the caller's to know (<see cref="UsedLink"/>).
    /// </summary>
    public async ValueTask<FreshLink?> ReadFreshAsync(
        LinkPurpose purpose,
        string token,
        CancellationToken cancellationToken
    ) =>
        await VerifiedAsync(purpose, token, FreshBytes, cancellationToken) is { } bytes
            ? new FreshLink(
                BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1)),
                BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(StandingBytes)),
                Instant.FromUnixTimeSeconds(
                    BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(StandingBytes + sizeof(long)))
                )
            )
            : null;

    private async ValueTask<string> SignAsync(byte[] signed, CancellationToken cancellationToken)
    {
        var mac = Mac(await secrets.GetAsync(SecretName, cancellationToken), signed);
        return Base64Url.EncodeToString([.. signed, .. mac]);
    }

    private async ValueTask<byte[]?> VerifiedAsync(
        LinkPurpose purpose,
        string token,
        int signedBytes,
        CancellationToken cancellationToken
    )
    {
        var bytes = new byte[signedBytes + MacBytes];
        if (
            token.Length != Base64Url.GetEncodedLength(bytes.Length)
            // The method named Try throws at a token that was tampered with.
            || Base64Url.DecodeFromChars(token, bytes, out _, out var length) != OperationStatus.Done
            || length != bytes.Length
            || bytes[0] != (byte)purpose
            // The last character has bits that mean nothing: one token has one spelling.
            || Base64Url.EncodeToString(bytes) != token
        )
        {
            return null;
        }
        var mac = Mac(await secrets.GetAsync(SecretName, cancellationToken), bytes.AsSpan(0, signedBytes));
        return CryptographicOperations.FixedTimeEquals(mac, bytes.AsSpan(signedBytes)) ? bytes : null;
    }

    private static byte[] Mac(byte[] key, ReadOnlySpan<byte> signed) => HMACSHA256.HashData(key, signed)[..MacBytes];
}

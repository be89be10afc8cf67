using System.Security.Cryptography;
using System.Text;
using Distributor.Channels.Email;
using Distributor.Storage;
using Microsoft.Extensions.Options;

namespace Distributor.Delivery.Bounces;

/// <summary>
/// Envelope senders that name the delivery (VERP): <c>b+12-345-1.MAC@BOUNCE-DOMAIN</c>. Whatever comes back to one is about
/// that delivery, and nobody can make one without our key, so nobody can bounce an address away.
/// </summary>
public sealed class BounceAddresses(Secrets secrets, IOptions<MailOptions> mail)
{
    private const string SecretName = "bounces";
    private const string Prefix = "b+";

    /// <summary>RFC 5321 section 4.5.3.1.1.</summary>
    private const int MaxLocalPart = 64;

    /// <summary>
    /// 80 bits, the least RFC 2104 section 5 advises. With the longest delivery id the local part has just 64 characters.
    /// </summary>
    private const int MacBytes = 10;

    /// <summary>Base32 of RFC 4648 in small letters: some servers change the case of what they bounce.</summary>
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    private readonly string? domain = EmailAddresses.ToAsciiDomain(mail.Value.BounceDomain);

    /// <summary>The envelope sender of one delivery; null when no bounce domain is set.</summary>
    public async ValueTask<string?> CreateAsync(string deliveryId, CancellationToken cancellationToken)
    {
        if (domain is null)
        {
            return null;
        }
        var key = await secrets.GetAsync(SecretName, cancellationToken);
        return $"{Prefix}{deliveryId}.{Mac(key, deliveryId)}@{domain}";
    }

    /// <summary>The delivery an address was made for, whatever its case; null when it was not made here.</summary>
    public async ValueTask<string?> ReadAsync(string address, CancellationToken cancellationToken)
    {
        var lower = address.ToLowerInvariant();
        var at = lower.LastIndexOf('@');
        var dot = at < 0 ? -1 : lower.LastIndexOf('.', at);
        if (
            domain is null
            || at > MaxLocalPart
            || dot < Prefix.Length
            || !lower.StartsWith(Prefix, StringComparison.Ordinal)
            || lower[(at + 1)..] != domain
        )
        {
            return null;
        }
        var deliveryId = lower[Prefix.Length..dot];
        var mac = Mac(await secrets.GetAsync(SecretName, cancellationToken), deliveryId);
        return CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(mac),
            Encoding.ASCII.GetBytes(lower[(dot + 1)..at])
        )
            ? deliveryId
            : null;
    }

    private static string Mac(byte[] key, string deliveryId)
    {
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(deliveryId));
        return string.Create(
            MacBytes * 8 / 5,
            mac,
            static (text, bytes) =>
            {
                for (var i = 0; i < text.Length; i++)
                {
                    var bit = i * 5;
                    var pair = (bytes[bit / 8] << 8) | bytes[(bit / 8) + 1];
                    text[i] = Alphabet[(pair >> (11 - (bit % 8))) & 31];
                }
            }
        );
    }
}

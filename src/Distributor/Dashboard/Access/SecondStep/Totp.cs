using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using NodaTime;

namespace Distributor.Dashboard.Access.SecondStep;

/// <summary>Codes of an authenticator app: RFC 6238 with HMAC-SHA-1, six digits and 30 seconds, which is what all apps know.</summary>
internal static class Totp
{
    public const int KeyBytes = 20;
    private const int Period = 30;
    private const int Digits = 6;

    /// <summary>RFC 6238 section 5.2 allows for one step of delay; clocks that are ahead get the same.</summary>
    private const int Slack = 1;

    /// <returns>The step the code belongs to, so that it can be refused the next time; null when it is no code of now.</returns>
    public static long? Find(byte[] key, string code, Instant now)
    {
        if (code.Length != Digits)
        {
            return null;
        }
        var present = StepAt(now);
        long? found = null;
        for (var step = present - Slack; step <= present + Slack; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(ToBytes(Code(key, step)), ToBytes(code)))
            {
                found = step;
            }
        }
        return found;
    }

    public static string Code(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // the standard and every app ask for SHA-1 here; as an HMAC it is sound
        HMACSHA1.HashData(key, counter, hash);
#pragma warning restore CA5350
        // RFC 4226 section 5.3, dynamic truncation.
        var offset = hash[^1] & 0xf;
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash[offset..]) & 0x7fff_ffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    public static long StepAt(Instant now) => now.ToUnixTimeSeconds() / Period;

    private static byte[] ToBytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}

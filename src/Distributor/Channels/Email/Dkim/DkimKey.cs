using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace Distributor.Channels.Email.Dkim;

/// <summary>A private key to sign with.</summary>
/// <param name="Key">As the library wants it.</param>
/// <param name="Rsa">The same key for the system's RSA, which is sixteen times as fast; null for Ed25519.</param>
sealed record DkimKey(AsymmetricKeyParameter Key, RSAParameters? Rsa)
{
    /// <summary>RFC 8301 section 3.2: verifiers must not accept less.</summary>
    const int LeastBits = 1024;

    /// <summary>What the same section advises.</summary>
    public const int AdvisedBits = 2048;

    public int? RsaBits => Rsa?.Modulus!.Length * 8;

    /// <returns>The key, or what a file must be instead.</returns>
    public static (DkimKey? Key, string? Fault) Load(string file)
    {
        string pem;
        try
        {
            pem = File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, "a file that exists and that this process may read");
        }
        var key = ReadRsa(pem) ?? ReadEd25519(pem);
        return key switch
        {
            null => (null, "a private key in PEM without a password, RSA or Ed25519"),
            { RsaBits: < LeastBits } => (null, "a key of at least 1024 bits, better 2048"),
            _ => (key, null),
        };
    }

    static DkimKey? ReadRsa(string pem)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            return new DkimKey(DotNetUtilities.GetRsaKeyPair(rsa).Private, rsa.ExportParameters(true));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>RFC 8410: PKCS #8 with the key's own algorithm, which the system's library does not know.</summary>
    static DkimKey? ReadEd25519(string pem)
    {
        try
        {
            if (
                !PemEncoding.TryFind(pem, out var fields)
                || pem[fields.Label] != "PRIVATE KEY"
                || PrivateKeyFactory.CreateKey(Convert.FromBase64String(pem[fields.Base64Data]))
                    is not Ed25519PrivateKeyParameters key
            )
            {
                return null;
            }
            return new DkimKey(key, null);
        }
        catch (Exception e) when (e is IOException or SecurityUtilityException or ArgumentException or FormatException)
        {
            return null;
        }
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Distributor.Channels.Email.Shared;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Distributor.Channels.Email.Dkim;

/// <summary>
/// DKIM signatures (RFC 6376, relaxed/relaxed) over octets that lie ready: one pass of the system's SHA-256 over the body, one over
/// some headers, and the key. Safe for concurrent calls.
/// </summary>
/// <remarks>
/// The body's hash is not taken apart into a shared beginning and a reader's end: that would save 15 of 300 µs, the rest
/// is RSA.
/// </remarks>
/// <param name="covered">Fields to sign, where a mail has them; one named twice is guarded against a second.</param>
sealed class OctetSigner(DkimKey key, string domain, string selector, IReadOnlyList<string> covered, TimeProvider time)
{
    /// <summary>Of the signature's own lines.</summary>
    const int Columns = 72;

    /// <summary>One for each thread: none of the system's keys promises to serve two at once.</summary>
    readonly ThreadLocal<RSA>? rsa = key.Rsa is { } parameters ? new(() => RSA.Create(parameters)) : null;

    readonly (string Name, byte[] Field)[] fields =
    [
        .. covered.Select(name => (name.ToLowerInvariant(), Encoding.ASCII.GetBytes(name))),
    ];

    /// <param name="headers">Whole lines with CRLF, without the empty one.</param>
    /// <param name="body">As relaxed canonicalisation would leave it.</param>
    /// <returns>The headers with the signature before them.</returns>
    public byte[] Sign(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> body)
    {
        using var signed = new OctetBuffer(4096);
        var names = new StringBuilder(160);
        string? last = null;
        foreach (var (name, field) in fields)
        {
            var (value, isThere) = ValueOf(headers, field);
            if (!isThere)
            {
                continue;
            }

            names.Append(names.Length > 0 ? ":" : "").Append(name);
            // The second From is one that is not there (section 5.4.2): it adds nothing to what is signed.
            if (name != last)
            {
                Add(signed, name, value);
                signed.Add("\r\n");
            }
            last = name;
        }

        var algorithm = rsa is null ? "ed25519-sha256" : "rsa-sha256";
        var bodyHash = Convert.ToBase64String(SHA256.HashData(body));
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $" v=1; a={algorithm}; d={domain}; s={selector}; c=relaxed/relaxed;\r\n\tt={time.GetUtcNow().ToUnixTimeSeconds()}; h={names};\r\n\tbh={bodyHash};\r\n\tb="
        );
        Add(signed, "dkim-signature", Encoding.ASCII.GetBytes(head));
        var signature = Folded(Convert.ToBase64String(SignatureOf(SHA256.HashData(signed.Span))));
        return [.. Encoding.ASCII.GetBytes($"DKIM-Signature:{head}{signature}\r\n"), .. headers];
    }

    byte[] SignatureOf(byte[] digest)
    {
        if (rsa is not null)
        {
            return rsa.Value!.SignHash(digest, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }

        // RFC 8463 section 3: the digest itself is what Ed25519 signs.
        var signer = new Ed25519Signer();
        signer.Init(true, (Ed25519PrivateKeyParameters)key.Key);
        signer.BlockUpdate(digest, 0, digest.Length);
        return signer.GenerateSignature();
    }

    /// <summary>What follows the colon of the first header of this name, folds included.</summary>
    static (byte[] Value, bool IsThere) ValueOf(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> field)
    {
        while (headers.Length > 0)
        {
            var end = EndOf(headers);
            var header = headers[..end];
            if (
                header.Length > field.Length
                && header[field.Length] == ':'
                && Ascii.EqualsIgnoreCase(header[..field.Length], field)
            )
            {
                return (header[(field.Length + 1)..].ToArray(), true);
            }
            headers = headers[end..];
        }

        return ([], false);
    }

    /// <summary>A line that begins with a blank goes on with the header before it.</summary>
    static int EndOf(ReadOnlySpan<byte> headers)
    {
        var end = 0;
        do
        {
            var line = headers[end..].IndexOf((byte)'\n');
            end = line < 0 ? headers.Length : end + line + 1;
        } while (end < headers.Length && headers[end] is (byte)' ' or (byte)'\t');
        return end;
    }

    /// <summary>Relaxed (section 3.4.2): on one line, each run of blanks one blank, none at the ends.</summary>
    static void Add(OctetBuffer signed, string name, ReadOnlySpan<byte> value)
    {
        signed.Add(name);
        signed.Add(":");
        var output = signed.GetSpan(value.Length);
        var length = 0;
        var blank = false;
        foreach (var octet in value)
        {
            if (octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                blank = length > 0;
                continue;
            }

            if (blank)
            {
                output[length++] = (byte)' ';
                blank = false;
            }
            output[length++] = octet;
        }

        signed.Advance(length);
    }

    static string Folded(string signature) =>
        string.Join("\r\n\t", signature.Chunk(Columns).Select(line => new string(line)));
}

using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Encodings;

namespace Distributor.Channels.Email;

/// <summary>
/// The two versions of a message as multipart/alternative, each in the shorter of the two safe encodings. Written octet by
/// octet and not part by part: each mail has a body of its own, and parts that are objects cost several times as much.
/// </summary>
static class MimeBody
{
    public static EncodedBody Create(EmailMessage message)
    {
        var boundary = Boundary(message.DeliveryId);
        var length = message.Text.Length + message.Html.Length;
        var body = new ArrayBufferWriter<byte>(1024 + length + (length / 4));
        Add(body, boundary, "plain", message.Text);
        Add(body, boundary, "html", message.Html);
        Ascii(body, $"--{boundary}--\r\n");
        return new EncodedBody(
            new ContentType("multipart", "alternative") { Boundary = boundary },
            body.WrittenSpan.ToArray()
        );
    }

    /// <summary>
    /// The same for the same seed, so that a message sent twice has the same bytes. "=-" is in neither base64 nor
    /// quoted-printable, so no text can contain it.
    /// </summary>
    public static string Boundary(string seed) =>
        "=-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 12));

    /// <summary>From the boundary to the empty line.</summary>
    public static string PartHead(string boundary, string subtype, bool isQuoted) =>
        $"--{boundary}\r\nContent-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {(isQuoted ? "quoted-printable" : "base64")}\r\n\r\n";

    static void Add(ArrayBufferWriter<byte> body, string boundary, string subtype, string text)
    {
        var lines = text.ReplaceLineEndings("\n");
        var octets = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(lines.Length) + lines.Length);
        var length = Encoding.UTF8.GetBytes(lines, octets);
        var isQuoted = IsQuotedShorter(octets.AsSpan(0, length));
        if (!isQuoted)
        {
            // Inside base64 lines end with CRLF too (RFC 2049 section 4); quoted-printable shows its line ends.
            length = Encoding.UTF8.GetBytes(lines.ReplaceLineEndings("\r\n"), octets);
        }
        Ascii(body, PartHead(boundary, subtype, isQuoted));
        Encode(body, isQuoted ? new QuotedPrintableEncoder() : new Base64Encoder(), octets, length);
        ArrayPool<byte>.Shared.Return(octets);
        Ascii(body, "\r\n");
    }

    static void Encode(ArrayBufferWriter<byte> body, IMimeEncoder encoder, byte[] octets, int length)
    {
        var encoded = ArrayPool<byte>.Shared.Rent(encoder.EstimateOutputLength(length));
        ReadOnlySpan<byte> rest = encoded.AsSpan(0, encoder.Flush(octets, 0, length, encoded));
        // The encoders end lines with LF alone.
        while (rest.IndexOf((byte)'\n') is >= 0 and var end)
        {
            body.Write(rest[..end]);
            body.Write("\r\n"u8);
            rest = rest[(end + 1)..];
        }
        body.Write(rest);
        ArrayPool<byte>.Shared.Return(encoded);
    }

    /// <summary>Whether quoted-printable is no longer than base64.</summary>
    public static bool IsQuotedShorter(ReadOnlySpan<byte> octets)
    {
        var escaped = 0;
        foreach (var octet in octets)
        {
            escaped += octet is >= (byte)' ' and <= (byte)'~' and not (byte)'=' or (byte)'\n' or (byte)'\t' ? 0 : 1;
        }

        // One byte in three escaped makes quoted-printable as long as base64; soft breaks and line ends weigh the same.
        var quoted = octets.Length + (2L * escaped);
        var base64 = (octets.Length + 2L) / 3 * 4;
        return quoted <= base64;
    }

    static void Ascii(ArrayBufferWriter<byte> body, string text) => Encoding.ASCII.GetBytes(text, body);
}

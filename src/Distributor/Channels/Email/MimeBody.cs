using System.Security.Cryptography;
using System.Text;
using MimeKit;

namespace Distributor.Channels.Email;

/// <summary>The two versions of a message as multipart/alternative, each in the shorter of the two safe encodings.</summary>
static class MimeBody
{
    public static MultipartAlternative Create(EmailMessage message) =>
        new(Part("plain", message.Text), Part("html", message.Html)) { Boundary = Boundary(message.DeliveryId) };

    /// <summary>
    /// The same for the same delivery, so that a message sent twice has the same bytes. "=-" is in neither base64 nor
    /// quoted-printable, so no text can contain it.
    /// </summary>
    static string Boundary(string deliveryId) =>
        "=-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(deliveryId)).AsSpan(0, 12));

    static TextPart Part(string subtype, string text)
    {
        // Text has CRLF inside base64 too (RFC 2049 section 4).
        var canonical = text.ReplaceLineEndings("\r\n");
        var part = new TextPart(subtype);
        part.SetText(Encoding.UTF8, canonical);
        part.ContentTransferEncoding = ShorterEncoding(Encoding.UTF8.GetBytes(canonical));
        return part;
    }

    static ContentEncoding ShorterEncoding(ReadOnlySpan<byte> bytes)
    {
        var escaped = 0;
        foreach (var b in bytes)
        {
            escaped += b is >= (byte)' ' and <= (byte)'~' and not (byte)'=' or (byte)'\r' or (byte)'\n' or (byte)'\t'
                ? 0
                : 1;
        }

        // One byte in three escaped makes quoted-printable as long as base64; soft breaks and line ends weigh the same.
        var quotedPrintable = bytes.Length + (2L * escaped);
        var base64 = (bytes.Length + 2L) / 3 * 4;
        return quotedPrintable <= base64 ? ContentEncoding.QuotedPrintable : ContentEncoding.Base64;
    }
}

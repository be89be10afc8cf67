using System.Buffers;

namespace Distributor.Channels.Email.Shared;

/// <summary>
/// Quoted-printable (RFC 2045 section 6.7) in pieces that can be put together in any order: each begins and ends at the
/// beginning of a line, with a soft break where the text has none.
/// </summary>
/// <remarks>
/// Encoded too is what the rest of the way would change: a blank beside another or at the end of a line, and every tab, so that
/// relaxed canonicalisation (RFC 6376 section 3.4.4) finds nothing to do; and a dot at the beginning of a line, so that
/// SMTP has none to double.
/// </remarks>
static class QuotedPrintable
{
    /// <summary>RFC 2045 allows 76 octets; the last is kept for the sign of a soft break.</summary>
    const int Columns = 75;

    /// <param name="text">UTF-8; lines end with LF.</param>
    public static void Encode(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        // At most three octets for one, and a soft break for each line of at least 25 of them.
        var line = output.GetSpan((text.Length * 3) + (text.Length / 8) + 8);
        var (at, column) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var octet = text[i];
            if (octet == '\n')
            {
                line[at++] = (byte)'\r';
                line[at++] = (byte)'\n';
                column = 0;
                continue;
            }

            var plain = IsPlain(octet) || (octet == ' ' && IsLone(text, i));
            if (column + (plain ? 1 : 3) > Columns)
            {
                at = Break(line, at);
                column = 0;
            }

            if (plain && (octet != '.' || column > 0))
            {
                line[at++] = octet;
                column++;
            }
            else
            {
                line[at++] = (byte)'=';
                line[at++] = Digit(octet >> 4);
                line[at++] = Digit(octet & 15);
                column += 3;
            }
        }

        output.Advance(column > 0 ? Break(line, at) : at);
    }

    static bool IsPlain(byte octet) => octet is > (byte)' ' and <= (byte)'~' and not (byte)'=';

    /// <summary>A blank between two things that are seen.</summary>
    static bool IsLone(ReadOnlySpan<byte> text, int at) =>
        (at == 0 || text[at - 1] != ' ') && (at + 1 == text.Length || text[at + 1] != '\n');

    static int Break(Span<byte> line, int at)
    {
        line[at++] = (byte)'=';
        line[at++] = (byte)'\r';
        line[at++] = (byte)'\n';
        return at;
    }

    static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);
}

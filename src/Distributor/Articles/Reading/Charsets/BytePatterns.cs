using System.Text;

namespace Distributor.Articles.Reading.Charsets;

/// <summary>What the first bytes alone say about the encoding (XML 1.0, appendix F).</summary>
static class BytePatterns
{
    public static Encoding? ByteOrderMark(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => CharsetNames.Utf8,
            // UTF-32 first: its mark begins with the one of UTF-16.
            [0xFF, 0xFE, 0x00, 0x00, ..] => Encoding.UTF32,
            [0x00, 0x00, 0xFE, 0xFF, ..] => CharsetNames.Utf32BigEndian,
            [0xFF, 0xFE, ..] => Encoding.Unicode,
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode,
            _ => null,
        };

    /// <summary>A <c>&lt;</c> or <c>{</c> in an encoding of more than one byte, or in EBCDIC.</summary>
    public static Encoding? FirstCharacters(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0x3C or 0x7B, 0x00, 0x00, 0x00, ..] => Encoding.UTF32,
            [0x00, 0x00, 0x00, 0x3C or 0x7B, ..] => CharsetNames.Utf32BigEndian,
            [0x3C or 0x7B, 0x00, not 0x00, 0x00, ..] => Encoding.Unicode,
            [0x00, 0x3C or 0x7B, 0x00, not 0x00, ..] => Encoding.BigEndianUnicode,
            [0x4C, 0x6F, 0xA7, 0x94, ..] => CharsetNames.Find(Declarations.FindEbcdic(bytes))
                ?? CharsetNames.Find("ibm037"),
            _ => null,
        };

    /// <summary>
    /// Which UTF-16 it is, seen from where the zero bytes stand; null when there are none, for then a claim of UTF-16 is
    /// a mistake (Windows programs write <c>encoding="utf-16"</c> into files they save as UTF-8).
    /// </summary>
    public static Encoding? ZeroBytes(ReadOnlySpan<byte> bytes)
    {
        int even = 0,
            odd = 0;
        var sample = bytes[..Math.Min(bytes.Length, 256)];
        for (var i = 0; i < sample.Length; i++)
        {
            if (sample[i] != 0)
                continue;
            if (i % 2 == 0)
                even++;
            else
                odd++;
        }
        return (even, odd) switch
        {
            (0, 0) => null,
            _ when even > odd => Encoding.BigEndianUnicode,
            _ => Encoding.Unicode,
        };
    }
}

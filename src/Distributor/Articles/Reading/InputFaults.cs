using Distributor.Articles.Reading.Charsets;

namespace Distributor.Articles.Reading;

/// <summary>What is wrong with an input before any reader looks at it: the fault and the cure, without its name.</summary>
internal static class InputFaults
{
    private const int SampleBytes = 4_096;

    /// <summary>Text of any language has next to no control characters; a binary file has them everywhere.</summary>
    private const double MostUnreadable = 0.02;

    /// <summary>Null when the bytes may be text.</summary>
    public static string? Of(RawDocument raw)
    {
        var bytes = raw.Bytes.Span;
        if (bytes.Length > ReadLimits.MaxBytes)
        {
            return $"is larger than {ReadLimits.MaxBytes / (1024 * 1024)} MiB; split it, or give a page with a single article";
        }
        if (bytes.IndexOfAnyExcept(" \t\r\n\0"u8) < 0 || bytes.SequenceEqual<byte>([0xEF, 0xBB, 0xBF]))
        {
            return "is empty; check the address, or wait until it is written";
        }
        if (Signature(bytes) is { } known)
        {
            return $"is {known}; give an article page, a text or a feed";
        }
        return IsBinary(raw) ? "is a binary file, not text; give an article page, a text or a feed" : null;
    }

    private static string? Signature(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..]
            or [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..]
            or [0xFF, 0xD8, 0xFF, ..] => "a picture",
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF file",
            [(byte)'P', (byte)'K', 3, 4, ..] or [0x1F, 0x8B, ..] => "a compressed file or office document",
            [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => "a program",
            _ => null,
        };

    private static bool IsBinary(RawDocument raw)
    {
        var sample = raw.Bytes[..Math.Min(raw.Bytes.Length, SampleBytes)];
        var text = CharsetStep.Find(raw.Bytes.Span, raw.Charset).GetString(sample.Span);
        return text.Count(IsUnreadable) > Math.Max(1, text.Length * MostUnreadable);
    }

    private static bool IsUnreadable(char character) =>
        character == '\uFFFD' || (character < ' ' && character is not ('\t' or '\r' or '\n' or '\f' or '\v'));
}

using System.Text;
using UtfUnknown;

namespace Distributor.Articles.Reading.Charsets;

/// <summary>
/// Finds the character encoding of a feed or page and decodes it. In falling order of trust: byte order mark, the shape of
/// the first bytes, the transport's charset, the document's own declaration, strict UTF-8, statistics, windows-1252.
/// A claim counts only if the bytes can bear it: transport and document are wrong often enough.
/// </summary>
public static class CharsetStep
{
    /// <summary>Statistics see one part of the document; this much is enough for every detector.</summary>
    const int SampleBytes = 64 * 1024;

    /// <summary>Below this the detector's guess is worse than windows-1252.</summary>
    const float LeastConfidence = 0.5f;

    /// <summary>
    /// The whole text without byte order mark. Bytes that no rule can decode become U+FFFD and C1 controls the
    /// windows-1252 characters their writer meant. Never throws.
    /// </summary>
    public static string Decode(RawDocument document)
    {
        var bytes = document.Bytes.Span;
        var text = Find(bytes, document.Charset).GetString(bytes);
        return C1Controls.Repair(text.StartsWith('\uFEFF') ? text[1..] : text);
    }

    /// <summary>The encoding <see cref="Decode"/> uses for these bytes; <paramref name="transportCharset"/> is the one of Content-Type.</summary>
    public static Encoding Find(ReadOnlySpan<byte> bytes, string? transportCharset) =>
        BytePatterns.ByteOrderMark(bytes)
        ?? BytePatterns.FirstCharacters(bytes)
        ?? Claim(transportCharset, bytes)
        ?? Claim(Declarations.Find(bytes), bytes)
        ?? (Utf8Bytes.AreUtf8(bytes) ? CharsetNames.Utf8 : null)
        ?? Guess(bytes)
        ?? CharsetNames.Windows1252;

    static Encoding? Claim(string? name, ReadOnlySpan<byte> bytes) =>
        CharsetNames.Find(name) switch
        {
            null => null,
            UTF8Encoding utf8 => Utf8Bytes.AreUtf8(bytes) ? utf8 : null,
            UnicodeEncoding or UTF32Encoding => BytePatterns.ZeroBytes(bytes),
            var other => other,
        };

    static Encoding? Guess(ReadOnlySpan<byte> bytes)
    {
        var first = bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
        if (first < 0)
            return CharsetNames.Utf8;
        var start = Math.Max(0, first - 1_000);
        var sample = bytes.Slice(start, Math.Min(SampleBytes, bytes.Length - start)).ToArray();
        var detected = CharsetDetector.DetectFromBytes(sample).Detected;
        return
            detected is { Confidence: >= LeastConfidence }
            && CharsetNames.Find(detected.EncodingName) is { } encoding
            // What is not strict UTF-8 was refused above, and UTF-16 has its own rule.
            && encoding is not (UTF8Encoding or UnicodeEncoding or UTF32Encoding)
            ? encoding
            : null;
    }
}

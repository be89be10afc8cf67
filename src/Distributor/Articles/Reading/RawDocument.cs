namespace Distributor.Articles.Reading;

/// <summary>The bytes of one input as they came, with what the transport said about them.</summary>
/// <param name="Bytes">At most <see cref="ReadLimits.MaxBytes"/>; a longer input is refused before it is read.</param>
/// <param name="Address">Final address after redirects, for relative links; null for a file.</param>
/// <param name="MediaType">From Content-Type, without parameters; null when unknown.</param>
/// <param name="Charset">From Content-Type, null when unsaid.</param>
/// <param name="FileName">Name of the file, whose ending hints at the format; null for an address.</param>
/// <param name="ContentLanguage">From Content-Language, null when unsaid.</param>
public sealed record RawDocument(
    ReadOnlyMemory<byte> Bytes,
    Uri? Address = null,
    string? MediaType = null,
    string? Charset = null,
    string? FileName = null,
    string? ContentLanguage = null
);

/// <summary>Bounds that hold for every reader, so that a hostile input costs a bounded amount of time and memory.</summary>
public static class ReadLimits
{
    /// <summary>Largest input read at all: 10 MiB.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Deepest nesting of elements handed to an HTML parser or kept of a feed.</summary>
    public const int MaxDepth = 200;

    public const int MaxAttributesPerElement = 256;

    /// <summary>Most items taken from one feed; the rest is reported as skipped.</summary>
    public const int MaxItems = 5_000;

    /// <summary>Most characters that entities declared by a document may expand to, in all.</summary>
    public const int MaxEntityCharacters = 64 * 1024;
}

using System.IO.Compression;
using Distributor.Articles.Reading;

namespace Distributor.Sources.Fetching;

/// <summary>Reads a body up to the limit and no byte further, packed or not.</summary>
internal static class BoundedBody
{
    /// <returns>The unpacked bytes; null when there are more than <see cref="ReadLimits.MaxBytes"/>.</returns>
    /// <exception cref="InvalidDataException">The packing is broken or not one we asked for.</exception>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > ReadLimits.MaxBytes)
        {
            return null;
        }
        await using var raw = await content.ReadAsStreamAsync(cancellationToken);
        await using var unpacked = Unpack(raw, content.Headers.ContentEncoding);
        return await ReadAsync(unpacked, cancellationToken);
    }

    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        var filled = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            if (read == 0)
            {
                return buffer.AsMemory(0, filled);
            }
            filled += read;
            if (filled > ReadLimits.MaxBytes)
            {
                return null;
            }
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, ReadLimits.MaxBytes + 1));
            }
        }
    }

    /// <summary>By hand, because the guarded handler does not unpack, and so that the bound counts unpacked bytes.</summary>
    private static Stream Unpack(Stream raw, ICollection<string> encodings)
    {
        var stream = raw;
        foreach (var encoding in encodings.Reverse())
        {
            stream = encoding.ToUpperInvariant() switch
            {
                "GZIP" or "X-GZIP" => new GZipStream(stream, CompressionMode.Decompress),
                "BR" => new BrotliStream(stream, CompressionMode.Decompress),
                "IDENTITY" => stream,
                _ => throw new InvalidDataException("The body is packed in a way that was not asked for."),
            };
        }
        return stream;
    }
}

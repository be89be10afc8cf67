namespace Distributor.Dashboard.Articles;

/// <summary>Which picture bytes are, by how they begin; what a server says of them is not believed.</summary>
internal static class PictureKinds
{
    /// <returns>Null for anything that is no picture browsers show without running it: an SVG is a document.</returns>
    public static string? Of(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "image/gif",
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] =>
                "image/webp",
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', (byte)'a', (byte)'v', (byte)'i', (byte)'f', ..] =>
                "image/avif",
            _ => null,
        };
}

namespace Distributor.Channels.Telegram;

/// <summary>Pictures as Bot API sendPhoto takes them, known by their first bytes: servers lie about types.</summary>
static class PhotoFile
{
    /// <summary>Most bytes of an uploaded photo (Bot API sendPhoto).</summary>
    const int MaxBytes = 10 * 1024 * 1024;

    /// <returns>A file name with the ending Telegram asks for, or null when it would take no such picture.</returns>
    public static string? Name(ReadOnlySpan<byte> bytes) =>
        bytes.Length > MaxBytes
            ? null
            : bytes switch
            {
                [0xFF, 0xD8, 0xFF, ..] => "photo.jpg",
                [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "photo.png",
                [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "photo.gif",
                [(byte)'B', (byte)'M', ..] => "photo.bmp",
                [
                    (byte)'R',
                    (byte)'I',
                    (byte)'F',
                    (byte)'F',
                    _,
                    _,
                    _,
                    _,
                    (byte)'W',
                    (byte)'E',
                    (byte)'B',
                    (byte)'P',
                    ..,
                ] => "photo.webp",
                _ => null,
            };
}

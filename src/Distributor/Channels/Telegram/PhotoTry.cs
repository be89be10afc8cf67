using Telegram.Bot.Types;

namespace Distributor.Channels.Telegram;

/// <summary>
/// One message's way down the ladder: the file Telegram has, the address for Telegram to fetch, our own download, none.
/// </summary>
/// <param name="learns">It holds <see cref="KnownPhoto.Learning"/>, and gives it back in the end.</param>
sealed class PhotoTry(KnownPhoto photo, Uri address, FetchPicture fetch, bool learns) : IDisposable
{
    Rung rung =
        photo.FileId is not null ? Rung.Known
        : photo.IsHopeless ? Rung.None
        : Rung.Url;
    readonly string? fileId = photo.FileId;
    ReadOnlyMemory<byte> bytes;
    string fileName = "";

    enum Rung
    {
        Known,
        Url,
        Upload,
        None,
    }

    /// <summary>What to send now; null when only the text is left. A new stream for every call.</summary>
    public InputFile? File =>
        rung switch
        {
            Rung.Known => InputFile.FromFileId(fileId!),
            Rung.Url => InputFile.FromUri(address),
            Rung.Upload => InputFile.FromStream(new MemoryStream(bytes.ToArray(), writable: false), fileName),
            _ => null,
        };

    /// <summary>Telegram did not take it: steps down to the next way that is there.</summary>
    public async Task RefusedAsync()
    {
        switch (rung)
        {
            case Rung.Known:
                photo.FileId = null;
                rung = Rung.Url;
                break;
            case Rung.Url when await fetch(address, CancellationToken.None) is { } picture && Named(picture):
                rung = Rung.Upload;
                break;
            default:
                photo.IsHopeless = true;
                rung = Rung.None;
                break;
        }
    }

    /// <param name="sentAs">The <c>file_id</c> of its largest size.</param>
    public void Sent(string sentAs) => photo.FileId = sentAs;

    public void Dispose()
    {
        if (learns)
        {
            photo.Learning.Release();
        }
    }

    bool Named(ReadOnlyMemory<byte> picture)
    {
        bytes = picture;
        fileName = PhotoFile.Name(picture.Span) ?? "";
        return fileName.Length > 0;
    }
}

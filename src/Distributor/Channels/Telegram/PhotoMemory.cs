using Microsoft.Extensions.Caching.Memory;

namespace Distributor.Channels.Telegram;

/// <summary>
/// What is known of the pictures sent lately, so that the ten thousandth reader of an alert gets the picture that Telegram
/// already has. Bounded; what falls out is learnt again. Safe for concurrent calls.
/// </summary>
public sealed class PhotoMemory(FetchPicture fetch) : IDisposable
{
    const int MostPictures = 2_000;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = MostPictures });

    /// <summary>
    /// Begins with the best way known. While none is, one message at a time tries the ways, and the others wait for what it
    /// learns: no picture is uploaded twice.
    /// </summary>
    /// <returns>Null when that takes longer than a moment: a hung call must not hold up all other messages.</returns>
    internal async Task<PhotoTry?> BeginAsync(Uri address)
    {
        var photo = known.GetOrCreate(
            address.AbsoluteUri,
            entry =>
            {
                entry.Size = 1;
                return new KnownPhoto();
            }
        )!;
        if (!photo.IsKnown)
        {
            if (!await photo.Learning.WaitAsync(Patience))
            {
                return null;
            }
            if (!photo.IsKnown)
            {
                return new(photo, address, fetch, learns: true);
            }
            photo.Learning.Release();
        }
        return new(photo, address, fetch, learns: false);
    }

    public void Dispose() => known.Dispose();
}

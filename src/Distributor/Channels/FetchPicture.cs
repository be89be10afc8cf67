namespace Distributor.Channels;

/// <summary>
/// Downloads a picture from the web, bounded in size and time and never from private networks. It is handed in, because
/// fetching is the concern of sources and channels know nothing of them.
/// </summary>
/// <returns>The bytes, at most 10 MiB; null when there are none to be had, for whatever reason.</returns>
public delegate Task<ReadOnlyMemory<byte>?> FetchPicture(Uri address, CancellationToken cancellationToken);

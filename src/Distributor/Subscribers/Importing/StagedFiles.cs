using Distributor.Storage;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Subscribers.Importing;

/// <summary>
/// Uploaded files between their arrival and the end of their import, in the data directory of this instance. A file is known by
/// a random name that only its uploader has; what nobody imports within a day is deleted.
/// </summary>
public sealed class StagedFiles(IOptions<StorageOptions> storage, IClock clock)
{
    public const long Largest = 512L * 1024 * 1024;

    private const int ChunkSize = 128 * 1024;
    private static readonly Duration Kept = Duration.FromDays(1);

    private string Folder => Path.Combine(storage.Value.DataDirectory, "imports");

    /// <returns>The file's key; null when it is larger than <see cref="Largest"/>.</returns>
    public async Task<string?> SaveAsync(Stream upload, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        ForgetOld();
        var key = Guid.NewGuid().ToString("N");
        var path = PathOf(key);
        var isWhole = false;
        try
        {
            await using var file = new FileStream(
                path,
                FileMode.CreateNew,
                FileAccess.Write,
                FileShare.None,
                ChunkSize
            );
            var chunk = new byte[ChunkSize];
            long length = 0;
            for (int read; (read = await upload.ReadAsync(chunk, cancellationToken)) > 0; )
            {
                length += read;
                if (length > Largest)
                {
                    return null;
                }
                await file.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
            }
            isWhole = true;
            return key;
        }
        finally
        {
            if (!isWhole)
            {
                File.Delete(path);
            }
        }
    }

    /// <returns>Null when there is no such file on this instance.</returns>
    public string? Find(string key) =>
        Guid.TryParseExact(key, "N", out _) && PathOf(key) is var path && File.Exists(path) ? path : null;

    public void Delete(string key)
    {
        if (Find(key) is { } path)
        {
            File.Delete(path);
        }
    }

    private void ForgetOld()
    {
        var before = (clock.GetCurrentInstant() - Kept).ToDateTimeUtc();
        foreach (
            var path in Directory.EnumerateFiles(Folder, "*.csv").Where(path => File.GetLastWriteTimeUtc(path) < before)
        )
        {
            File.Delete(path);
        }
    }

    private string PathOf(string key) => Path.Combine(Folder, key + ".csv");
}

using System.Globalization;
using Distributor.Delivery;

namespace Distributor.Channels.Outbox;

/// <summary>
/// A folder of messages, one file each, that sort by time and are there whole or not at all. A delivery that is written
/// again replaces its own file. Safe for concurrent calls and for several processes on one folder.
/// </summary>
/// <param name="path">Absolute; made when it is missing.</param>
/// <param name="extension">With its dot.</param>
/// <param name="time">Gives the time in the names, UTC.</param>
sealed class OutboxFolder(string path, string extension, TimeProvider time)
{
    const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";
    const int TimeLength = 19;
    const string Temporary = ".tmp";

    public string Path => path;

    /// <summary>
    /// Writes one message. <paramref name="again"/> says that an earlier try may have left a file, which is then looked
    /// for and replaced. A disk that is full or read-only closes the lane and defers: the next try may find room.
    /// </summary>
    public async Task<Outcome> WriteAsync(
        string deliveryId,
        ReadOnlyMemory<byte> content,
        bool again,
        CancellationToken cancellationToken
    )
    {
        if (!DeliveryNames.IsSafe(deliveryId))
        {
            return Outcome.Failed("the delivery id cannot be a file name");
        }

        try
        {
            Directory.CreateDirectory(path);
            var name = (again ? Find(deliveryId) : null) ?? NewName(deliveryId);
            await WriteWholeAsync(name, content, cancellationToken);
            return Outcome.Accepted(name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Outcome.Broken($"the outbox folder {path} cannot be written: {Cause(e)}");
        }
    }

    /// <summary>Removes what writers left that were killed; a file that somebody is writing is locked and stays.</summary>
    /// <returns>How many files were removed.</returns>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    public int RemoveLeftovers()
    {
        if (!Directory.Exists(path))
        {
            return 0;
        }

        var removed = 0;
        foreach (var file in Directory.EnumerateFiles(path, $".*{Temporary}"))
        {
            try
            {
                using var handle = File.OpenHandle(
                    file,
                    FileMode.Open,
                    FileAccess.ReadWrite,
                    FileShare.None,
                    FileOptions.DeleteOnClose
                );
                removed++;
            }
            catch (IOException)
            {
                // Being written just now by another process, or renamed since.
                continue;
            }
        }

        return removed;
    }

    string NewName(string deliveryId) =>
        time.GetUtcNow().ToString(TimeFormat, CultureInfo.InvariantCulture) + "-" + deliveryId + extension;

    string? Find(string deliveryId) =>
        Directory
            .EnumerateFiles(path, new string('?', TimeLength) + "-" + deliveryId + extension)
            .Select(System.IO.Path.GetFileName)
            .Min(StringComparer.Ordinal);

    async Task WriteWholeAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        // The dot keeps it out of "*.eml", the random part two writers of one delivery apart.
        var temporary = System.IO.Path.Combine(path, $".{name}.{System.IO.Path.GetRandomFileName()}{Temporary}");
        try
        {
            await using (
                var file = new FileStream(
                    temporary,
                    FileMode.CreateNew,
                    FileAccess.Write,
                    FileShare.None,
                    bufferSize: 0,
                    FileOptions.Asynchronous
                )
            )
            {
                await file.WriteAsync(content, cancellationToken);

                // On the disk before it has its name: a power cut leaves no half message under a final name.
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, System.IO.Path.Combine(path, name), overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>The system's words without the path of the temporary file, which says nothing to an admin.</summary>
    static string Cause(Exception exception)
    {
        var message = exception.Message;
        var quote = message.IndexOf('\'', StringComparison.Ordinal);
        return quote < 0 ? message : message[..quote].TrimEnd(' ', ':');
    }
}

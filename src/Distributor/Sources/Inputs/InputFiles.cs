using Distributor.Articles.Reading;
using Distributor.Sources.Fetching;

namespace Distributor.Sources.Inputs;

/// <summary>Files as input: which ones there are, and their bytes within the limit.</summary>
public static class InputFiles
{
    private static readonly string[] Endings =
    [
        ".html",
        ".htm",
        ".xhtml",
        ".xml",
        ".rss",
        ".atom",
        ".rdf",
        ".json",
        ".md",
        ".txt",
    ];

    /// <summary>The articles and feeds below a directory, by name in order; hidden files and other endings are left alone.</summary>
    public static IEnumerable<string> In(string directory, bool recursively) =>
        Directory
            .EnumerateFiles(
                directory,
                "*",
                new EnumerationOptions { RecurseSubdirectories = recursively, AttributesToSkip = FileAttributes.System }
            )
            .Where(IsArticle)
            .Order(StringComparer.Ordinal);

    public static bool IsArticle(string file) =>
        !Path.GetFileName(file).StartsWith('.')
        && Endings.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase);

    /// <returns>The document, or one line about why it cannot be read.</returns>
    public static async Task<(RawDocument? Document, string? Error)> ReadAsync(
        string file,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await using var stream = new FileStream(
                file,
                new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan }
            );
            return await BoundedBody.ReadAsync(stream, cancellationToken) is { } bytes
                ? (new RawDocument(bytes, FileName: Path.GetFileName(file)), null)
                : (null, FetchFaults.TooLarge);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, "there is no such file");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, "it cannot be opened; check its permissions");
        }
    }
}

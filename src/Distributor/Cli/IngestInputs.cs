using Distributor.Articles.Reading;
using Distributor.Sources.Fetching;
using Distributor.Sources.Inputs;

namespace Distributor.Cli;

/// <param name="Name">Absolute path or URL.</param>
/// <param name="Address">Null for a file.</param>
internal sealed record IngestInput(string Name, Uri? Address);

/// <summary>What stands behind the arguments of <c>ingest</c>, and what each says.</summary>
internal sealed class IngestInputs(SourceFetcher fetcher, ArticleReader reader)
{
    /// <summary>Files, addresses, and the article files below each directory.</summary>
    public static IEnumerable<IngestInput> Expand(IEnumerable<string> arguments)
    {
        foreach (var argument in arguments)
        {
            if (Uri.TryCreate(argument, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                yield return new IngestInput(address.AbsoluteUri, address);
                continue;
            }
            var path = Path.GetFullPath(argument);
            if (!Directory.Exists(path))
            {
                yield return new IngestInput(path, null);
                continue;
            }
            foreach (var file in InputFiles.In(path, recursively: true))
            {
                yield return new IngestInput(file, null);
            }
        }
    }

    public async Task<ReadResult> ReadAsync(
        IngestInput input,
        InputFormat format,
        IReadOnlyList<string> topics,
        CancellationToken cancellationToken
    )
    {
        var (document, error) = input.Address is null
            ? await InputFiles.ReadAsync(input.Name, cancellationToken)
            : await FetchAsync(input.Address, cancellationToken);
        if (document is null)
        {
            return ReadResult.Unreadable(KindOf(input, format), error!);
        }
        var read = reader.Read(document, format);
        return topics.Count == 0
            ? read
            : read with
            {
                Articles =
                [
                    .. read.Articles.Select(article =>
                        article with
                        {
                            Topics = [.. article.Topics.Union(topics, StringComparer.OrdinalIgnoreCase)],
                        }
                    ),
                ],
            };
    }

    private async Task<(RawDocument? Document, string? Error)> FetchAsync(
        Uri address,
        CancellationToken cancellationToken
    )
    {
        var fetched = await fetcher.FetchAsync(address, FetchMemory.None, cancellationToken);
        return (fetched.Document, fetched.Error);
    }

    /// <summary>What an input that cannot even be opened would have been.</summary>
    private static InputKind KindOf(IngestInput input, InputFormat format) =>
        format switch
        {
            InputFormat.Feed => InputKind.Feed,
            InputFormat.Html => InputKind.Page,
            InputFormat.Text => InputKind.Text,
            _ when input.Address is not null => InputKind.Page,
            _ => Path.GetExtension(input.Name).ToUpperInvariant() switch
            {
                ".HTML" or ".HTM" or ".XHTML" => InputKind.Page,
                ".XML" or ".RSS" or ".ATOM" or ".RDF" or ".JSON" => InputKind.Feed,
                _ => InputKind.Text,
            },
        };
}

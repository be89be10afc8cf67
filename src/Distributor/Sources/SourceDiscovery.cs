using Distributor.Articles.Reading;
using Distributor.Articles.Reading.Charsets;
using Distributor.Articles.Reading.Feeds;
using Distributor.Articles.Reading.Feeds.Discovery;
using Distributor.Sources.Fetching;

namespace Distributor.Sources;

/// <param name="Error">One line when there is no feed; then the others are empty.</param>
public sealed record FoundFeed(Uri? Address, string Title, string? Error);

/// <summary>Finds the feed that somebody means who gives an address: the feed itself, or the page of a site that has one.</summary>
public sealed class SourceDiscovery(SourceFetcher fetcher, ArticleReader reader)
{
    private const int MostGuesses = 12;

    public async Task<FoundFeed> FindAsync(Uri address, CancellationToken cancellationToken)
    {
        var fetched = await fetcher.FetchAsync(address, FetchMemory.None, cancellationToken);
        if (fetched.Document is not { } document)
        {
            return new FoundFeed(null, "", fetched.Error);
        }
        if (FeedReader.LooksLikeFeed(document))
        {
            return Read(document, fetched.MovedTo ?? address);
        }
        var page = document.Address ?? address;
        var named = FeedDiscovery.Find(CharsetStep.Decode(document), page).Select(feed => feed.Url);
        foreach (var candidate in named.Concat(FeedDiscovery.Guesses(page).Take(MostGuesses)).Distinct())
        {
            var there = await fetcher.FetchAsync(candidate, FetchMemory.None, cancellationToken);
            if (there.Document is { } feed && FeedReader.LooksLikeFeed(feed))
            {
                return Read(feed, there.MovedTo ?? candidate);
            }
        }
        return new FoundFeed(null, "", "this page names no feed; give the address of the feed itself");
    }

    private FoundFeed Read(RawDocument document, Uri address)
    {
        var read = reader.Read(document, InputFormat.Feed);
        return read.Error is null
            ? new FoundFeed(address, read.Title is { Length: > 0 } title ? title : address.Host, null)
            : new FoundFeed(null, "", read.Error);
    }
}

using System.Text.RegularExpressions;
using Distributor.Articles.Reading;
using Distributor.Articles.Reading.Charsets;
using Distributor.Articles.Reading.Feeds;
using Distributor.Articles.Reading.Feeds.Discovery;
using Distributor.Sources.Fetching;

namespace Distributor.Sources;

/// <param name="Error">One line when there is no feed; then the others are empty.</param>
public sealed record FoundFeed(Uri? Address, string Title, string? Error);

/// <summary>What lies behind an address.</summary>
/// <param name="Feed">The feed at the address itself; null when there is a page.</param>
/// <param name="Choices">The feeds a page names, not yet looked at, or the one found where feeds usually are.</param>
/// <param name="Error">One line when there is nothing; then the others are empty.</param>
public sealed record FeedChoice(RawDocument? Feed, Uri? Address, IReadOnlyList<FoundFeed> Choices, string? Error);

/// <summary>Finds the feed that somebody means who gives an address: the feed itself, or the page of a site that has one.</summary>
public sealed partial class SourceDiscovery(SourceFetcher fetcher, ArticleReader reader)
{
    private const int MostGuesses = 12;
    private const string NoFeed = "this page names no feed; give the address of the feed itself";

    private const int MostChoices = 20;

    /// <summary>What somebody typed or pasted as an address of the web; <c>feed:</c> is taken, a missing <c>https://</c> added.</summary>
    public static Uri? Address(string? typed)
    {
        var text = (typed ?? "").Trim();
        text = text.StartsWith("feed:", StringComparison.OrdinalIgnoreCase)
            ? text["feed:".Length..].TrimStart('/')
            : text;
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            // mailto: and javascript: name no host; news.example.org:8443 has a port behind its colon.
            if (OtherScheme().IsMatch(text))
            {
                return null;
            }
            text = "https://" + text;
        }
        return
            Uri.TryCreate(text, UriKind.Absolute, out var address)
            && address.Scheme is "http" or "https"
            && address.Host.Length > 0
            ? address
            : null;
    }

    /// <summary>As <see cref="FindAsync"/>, but leaves the choice where a page names several feeds.</summary>
    public async Task<FeedChoice> ChoicesAsync(Uri address, CancellationToken cancellationToken)
    {
        var fetched = await fetcher.FetchAsync(address, FetchMemory.None, cancellationToken);
        if (fetched.Document is not { } document)
        {
            return new FeedChoice(null, null, [], fetched.Error);
        }
        if (FeedReader.LooksLikeFeed(document))
        {
            return new FeedChoice(document, fetched.MovedTo ?? address, [], null);
        }
        var page = document.Address ?? address;
        var named = FeedDiscovery.Find(CharsetStep.Decode(document), page);
        if (named.Count > 1)
        {
            return new FeedChoice(
                null,
                null,
                [
                    .. named
                        .Take(MostChoices)
                        .Select(feed => new FoundFeed(feed.Url, feed.Title ?? feed.Url.AbsolutePath, null)),
                ],
                null
            );
        }
        var guesses = named.Select(feed => feed.Url).Concat(FeedDiscovery.Guesses(page).Take(MostGuesses));
        foreach (var candidate in guesses.Distinct())
        {
            var there = await fetcher.FetchAsync(candidate, FetchMemory.None, cancellationToken);
            if (there.Document is { } feed && FeedReader.LooksLikeFeed(feed))
            {
                return new FeedChoice(feed, there.MovedTo ?? candidate, [], null);
            }
        }
        return new FeedChoice(null, null, [], NoFeed);
    }

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
        return new FoundFeed(null, "", NoFeed);
    }

    [GeneratedRegex(@"^[a-z][a-z0-9+-]*:(?!\d)", RegexOptions.IgnoreCase)]
    private static partial Regex OtherScheme();

    private FoundFeed Read(RawDocument document, Uri address)
    {
        var read = reader.Read(document, InputFormat.Feed);
        return read.Error is null
            ? new FoundFeed(address, read.Title is { Length: > 0 } title ? title : address.Host, null)
            : new FoundFeed(null, "", read.Error);
    }
}

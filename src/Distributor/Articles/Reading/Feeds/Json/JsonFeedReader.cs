using System.Text.Json;
using Distributor.Articles.Reading.Feeds.Fields;
using NodaTime;

namespace Distributor.Articles.Reading.Feeds.Json;

/// <summary>Reads JSON Feed 1.0 and 1.1.</summary>
sealed class JsonFeedReader(FeedBody body, Instant now)
{
    static readonly JsonDocumentOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = 64,
    };

    /// <summary>A JSON object at all; whether it is a feed shows when it is read.</summary>
    public static bool LooksLikeJson(string text) => text.AsSpan().TrimStart().StartsWith('{');

    /// <summary>Names the version, which every JSON Feed must.</summary>
    public static bool LooksLikeJsonFeed(string text) =>
        LooksLikeJson(text) && text.Contains("jsonfeed.org/version", StringComparison.OrdinalIgnoreCase);

    public ReadResult Read(string text, RawDocument source)
    {
        try
        {
            using var json = JsonDocument.Parse(text, Options);
            return json.RootElement.Member("items") is { ValueKind: JsonValueKind.Array }
                ? Read(json.RootElement, source)
                : ReadResult.Unreadable(InputKind.Feed, FeedFaults.JsonWithoutItems);
        }
        catch (JsonException broken)
        {
            return ReadResult.Unreadable(InputKind.Feed, FeedFaults.BrokenJson(broken.LineNumber + 1));
        }
    }

    ReadResult Read(JsonElement feed, RawDocument source)
    {
        var baseUri = source.Address ?? Addresses.Resolve(feed.Text("home_page_url") ?? feed.Text("feed_url"), null);
        var language = LanguageTags.Of(feed.Text("language")) ?? LanguageTags.Of(source.ContentLanguage);
        var items = new JsonItemReader(body, now, baseUri, new FeedDefaults(JsonItemReader.Author(feed), language));
        return FeedItems.Read([.. feed.Values("items")], items.Read, Line(feed.Text("title")), language);
    }

    static string? Line(string? written) => PlainText.OneLine(written ?? "") is { Length: > 0 } line ? line : null;
}

using Distributor.Articles.Reading.Feeds;
using Distributor.Articles.Reading.Feeds.Json;

namespace Distributor.Articles.Reading;

/// <summary>Finds out what an input is: by its content first, since names and media types are wrong often enough.</summary>
internal static class InputKinds
{
    public static InputKind Of(RawDocument raw, string text, InputFormat format) =>
        format switch
        {
            InputFormat.Text => InputKind.Text,
            InputFormat.Html => InputKind.Page,
            InputFormat.Feed => InputKind.Feed,
            _ => Of(raw, text),
        };

    private static InputKind Of(RawDocument raw, string text)
    {
        var named = ByEnding(raw.FileName) ?? ByMediaType(raw.MediaType);
        if (FeedKinds.LooksLikeXmlFeed(text) && StartsWithTag(text) || JsonFeedReader.LooksLikeJsonFeed(text))
        {
            return InputKind.Feed;
        }
        // Markdown may begin with a tag; a text is a page only when it says so in its first words.
        if (named == InputKind.Text ? StartsLikePage(text) : FeedKinds.LooksLikePage(text))
        {
            return InputKind.Page;
        }
        return named ?? (raw.Address is null ? InputKind.Text : InputKind.Page);
    }

    private static bool StartsWithTag(string text) => text.AsSpan().TrimStart().StartsWith("<");

    private static bool StartsLikePage(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }

    private static InputKind? ByEnding(string? fileName) =>
        Path.GetExtension(fileName)?.ToLowerInvariant() switch
        {
            ".html" or ".htm" or ".xhtml" => InputKind.Page,
            ".md" or ".markdown" or ".txt" or ".text" => InputKind.Text,
            ".xml" or ".rss" or ".atom" or ".rdf" or ".json" => InputKind.Feed,
            _ => null,
        };

    private static InputKind? ByMediaType(string? mediaType) =>
        mediaType?.ToLowerInvariant() switch
        {
            "text/html" or "application/xhtml+xml" => InputKind.Page,
            "text/plain" or "text/markdown" => InputKind.Text,
            { } type
                when type.EndsWith("xml", StringComparison.Ordinal)
                    || type.EndsWith("json", StringComparison.Ordinal) => InputKind.Feed,
            _ => null,
        };
}

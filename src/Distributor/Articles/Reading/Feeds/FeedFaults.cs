using System.Globalization;

namespace Distributor.Articles.Reading.Feeds;

/// <summary>What can be wrong with an input as a whole: one line each, the fault and the cure.</summary>
static class FeedFaults
{
    public const string EmptyItem = "it has neither a title nor a text";

    public const string JsonWithoutItems =
        "this is JSON but no JSON Feed (it has no list of items); check that the address is the one of the feed";

    public static string BrokenJson(long? line) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"the JSON is broken or cut off at line {line ?? 1}; read it again, or tell the publisher"
        );

    public static string TooMany(int count) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"the feed has {count} items and only the first {ReadLimits.MaxItems} are read; ask the publisher for a shorter feed"
        );

    /// <summary>Null when the bytes may be a feed.</summary>
    public static string? OfBytes(RawDocument document)
    {
        var bytes = document.Bytes.Span;
        if (bytes.Length > ReadLimits.MaxBytes)
            return "the feed is larger than 10 MiB; ask the publisher for one with fewer items";
        if (bytes.IndexOfAnyExcept(" \t\r\n\0"u8) < 0)
            return "the file is empty; check the address, or wait until it is written";
        return bytes switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..]
            or [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..]
            or [0xFF, 0xD8, 0xFF, ..] => "this is a picture, not a feed; give the address of the feed",
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] =>
                "this is a PDF file, not a feed; give the address of the feed",
            [(byte)'P', (byte)'K', 3, 4, ..] or [0x1F, 0x8B, ..] =>
                "this is a compressed file, not a feed; unpack it first",
            _ => null,
        };
    }

    /// <summary>Why a text in which no feed was found is none.</summary>
    public static string OfText(string text, Uri? address)
    {
        if (FeedKinds.LooksLikePage(text))
            return address is null
                ? "this is an HTML page, not a feed; read it as a page, or give the address of its feed"
                : "this address shows an HTML page, not a feed; give the address of its feed";
        return "this is neither RSS nor Atom nor JSON Feed; check that the address is the one of the feed";
    }
}

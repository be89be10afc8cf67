using Distributor.Articles.Reading;
using Xunit;
using static Distributor.Tests.Articles.Reading.Feeds.FeedTesting;

namespace Distributor.Tests.Articles.Reading.Feeds;

public sealed class FeedFaultsTests
{
    [Fact]
    public void More_than_the_largest_input_is_refused() =>
        Assert.Equal(
            "the feed is larger than 10 MiB; ask the publisher for one with fewer items",
            Read(new byte[ReadLimits.MaxBytes + 1]).Error
        );

    [Fact]
    public void A_picture_is_named_as_one() =>
        Assert.Equal(
            "this is a picture, not a feed; give the address of the feed",
            Read([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D]).Error
        );

    [Theory]
    [InlineData("")]
    [InlineData("  \r\n\t ")]
    public void An_empty_file_is_named_as_one(string text) =>
        Assert.Equal("the file is empty; check the address, or wait until it is written", Read(text).Error);

    [Theory]
    [InlineData("<!DOCTYPE html><html><head><title>x</title></head><body><p>x</p></body></html>")]
    [InlineData("<html><body>Not found</body></html>")]
    [InlineData("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head/></html>")]
    public void A_page_given_as_a_feed_is_named_as_one(string page) =>
        Assert.Equal("this address shows an HTML page, not a feed; give the address of its feed", Read(page).Error);

    [Theory]
    [InlineData("just words")]
    [InlineData("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url/></urlset>")]
    [InlineData("<opml><body/></opml>")]
    public void Something_else_is_no_feed(string text) =>
        Assert.Equal(
            "this is neither RSS nor Atom nor JSON Feed; check that the address is the one of the feed",
            Read(text).Error
        );

    [Fact]
    public void Items_beyond_the_limit_are_reported()
    {
        var items = string.Concat(Enumerable.Repeat("<item><title>A</title></item>", ReadLimits.MaxItems + 7));
        var result = Read($"<rss><channel>{items}</channel></rss>");
        Assert.Equal(ReadLimits.MaxItems, result.Articles.Count);
        Assert.StartsWith("the feed has 5007 items", Assert.Single(result.Skipped).Reason, StringComparison.Ordinal);
    }
}

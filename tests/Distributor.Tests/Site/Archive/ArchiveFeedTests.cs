using Distributor.Articles.Reading;
using Distributor.Storage;
using Xunit;
using static Distributor.Tests.Site.Archive.PressRoom;

namespace Distributor.Tests.Site.Archive;

/// <summary>The feed of the archive, read by our own reader.</summary>
public sealed class ArchiveFeedTests : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PressRoom room = null!;

    public async ValueTask InitializeAsync() => room = await PressRoom.OpenAsync(DatabaseProvider.Sqlite);

    public ValueTask DisposeAsync() => room.DisposeAsync();

    private async Task<ReadResult> ReadAsync(string path = "/archive/feed.xml")
    {
        using var answer = await room.App.Client.GetAsync(path, Token);
        Assert.Equal("application/atom+xml", answer.Content.Headers.ContentType!.MediaType);
        var bytes = await answer.Content.ReadAsByteArrayAsync(Token);
        // Strictly well-formed, which our own reader does not ask for.
        System.Xml.Linq.XDocument.Load(new MemoryStream(bytes));
        var read = room.App.Service<ArticleReader>().Read(new RawDocument(bytes, FileName: "feed.xml"));
        Assert.Null(read.Error);
        return read;
    }

    [Fact]
    public async Task Our_own_reader_finds_in_it_what_was_told_newest_first()
    {
        await room.FillAsync();

        var read = await ReadAsync();

        Assert.Equal("Quayside Courier", read.Title);
        Assert.Equal(19, read.Articles.Count);
        var newest = read.Articles[0];
        Assert.Equal("Lighthouse keepers return to the northern coast after forty years", newest.Title);
        Assert.Equal(At(Monday, 8, 20), newest.PublishedAt);
        Assert.Equal("Fjord Observer", newest.Author);
        Assert.Contains("Coast", newest.Categories);
        Assert.StartsWith("Four towers are manned again", newest.Lead, StringComparison.Ordinal);
        Assert.Equal(new Uri("https://news.example/19"), newest.Url);
        Assert.Equal("ja", read.Articles[1].Language);
        Assert.Equal(read.Articles.Count, read.Articles.Select(article => article.Guid).Distinct().Count());
    }

    [Fact]
    public async Task A_topic_has_a_feed_of_its_own()
    {
        await room.FillAsync();

        var read = await ReadAsync("/archive/feed.xml?topic=stage");

        Assert.Equal("Quayside Courier · Stage", read.Title);
        Assert.Equal(3, read.Articles.Count);
    }

    [Fact]
    public async Task Before_the_first_story_it_is_a_feed_without_entries()
    {
        using var answer = await room.App.Client.GetAsync("/archive/feed.xml", Token);
        var xml = System.Xml.Linq.XDocument.Parse(await answer.Content.ReadAsStringAsync(Token));

        Assert.Equal("feed", xml.Root!.Name.LocalName);
        Assert.DoesNotContain(xml.Root.Elements(), element => element.Name.LocalName == "entry");
    }

    [Fact]
    public async Task Whatever_a_title_holds_the_feed_is_well_formed()
    {
        await room.TellAsync(
            At(Monday, 6, 0),
            new ReadArticle
            {
                Title = "A ]]> <b>bold</b> & \u0001\uFFFE\uD83D title 👩‍👩‍👧‍👦",
                Lead = "<script>alert(1)</script>",
                Language = "x\"y",
            },
            "<Sheet>",
            ["<Coast> & sea"]
        );

        var article = Assert.Single((await ReadAsync()).Articles);

        Assert.Contains("👩‍👩‍👧‍👦", article.Title, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", article.Html, StringComparison.Ordinal);
    }
}

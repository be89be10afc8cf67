using AngleSharp.Html.Parser;
using Distributor.Storage;
using Distributor.Tests.Site.Archive;
using Xunit;

namespace Distributor.Tests.Site;

public sealed class PageLanguageTests : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private PressRoom room = null!;

    public async ValueTask InitializeAsync() =>
        room = await PressRoom.OpenAsync(DatabaseProvider.Sqlite, "--Site:Language=es");

    public ValueTask DisposeAsync() => room.DisposeAsync();

    private async Task<AngleSharp.Html.Dom.IHtmlDocument> PageAsync(string path, string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Language", accept);
        }
        using var answer = await room.App.Client.SendAsync(request, Token);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("/", null, "es")]
    [InlineData("/", "ru-RU,ru;q=0.9,en;q=0.5", "ru")]
    [InlineData("/", "en;q=0.2, ar;q=0.8", "ar")]
    [InlineData("/", "de, fr;q=0.9", "es")]
    [InlineData("/", "ru;q=0, *;q=0.5", "es")]
    [InlineData("/", "not a language; at=all", "es")]
    [InlineData("/?lang=ar", "ru", "ar")]
    [InlineData("/?lang=en-GB", "ru", "en")]
    [InlineData("/?lang=de", "ru", "ru")]
    [InlineData("/?lang=%22%3E%3Cscript%3E", null, "es")]
    public async Task A_page_speaks_the_language_asked_for(string path, string? accept, string language)
    {
        var page = await PageAsync(path, accept);

        Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
        Assert.Equal(language == "ar" ? "rtl" : "ltr", page.DocumentElement.GetAttribute("dir"));
    }

    [Fact]
    public async Task A_chosen_language_is_kept_by_the_links_of_the_page_and_an_accepted_one_needs_not()
    {
        await room.FillAsync();

        var chosen = await PageAsync("/archive?lang=ar", null);
        var accepted = await PageAsync("/archive", "ar");

        Assert.All(
            chosen.QuerySelectorAll(".day a, .topics a, .nameplate a"),
            link => Assert.EndsWith("lang=ar", link.GetAttribute("href"), StringComparison.Ordinal)
        );
        Assert.All(
            accepted.QuerySelectorAll(".day a, .topics a, .nameplate a"),
            link => Assert.DoesNotContain("lang=", link.GetAttribute("href")!, StringComparison.Ordinal)
        );
        Assert.Equal(
            ["English", "Español", "Русский"],
            chosen.QuerySelectorAll(".foot a[hreflang]").Select(link => link.TextContent)
        );
    }
}

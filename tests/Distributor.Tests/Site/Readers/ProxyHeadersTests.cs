using System.Net;
using Distributor.Storage;
using Xunit;
using static Distributor.Tests.Site.Readers.ReaderPages;

namespace Distributor.Tests.Site.Readers;

/// <summary>Whom a form comes from when a proxy on this machine passes it on.</summary>
public sealed class ProxyHeadersTests
{
    [Fact]
    public async Task Readers_behind_a_proxy_of_ours_are_told_apart()
    {
        await using var pages = await ReaderPages.OpenAsync(DatabaseProvider.Sqlite, "--Site:FormsPerHour=1");

        Assert.Equal(HttpStatusCode.OK, await AskAsync(pages, "203.0.113.7"));
        // What the sender wrote itself stands before what the proxy adds.
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(pages, "198.51.100.1, 203.0.113.7"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(pages, "203.0.113.8"));
    }

    private static async Task<HttpStatusCode> AskAsync(ReaderPages pages, string forwarded)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/my-link", UriKind.Relative));
        request.Content = new FormUrlEncodedContent([KeyValuePair.Create("email", Email)]);
        request.Headers.Add("X-Forwarded-For", forwarded);
        using var answer = await pages.Client.SendAsync(request, Token);
        return answer.StatusCode;
    }
}

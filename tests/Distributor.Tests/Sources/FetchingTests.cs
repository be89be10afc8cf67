using System.IO.Compression;
using System.Text;
using Distributor.Sources.Fetching;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Sources;

/// <summary>What a server may do to a fetch. Longer than most files because it is one list of its tricks.</summary>
public sealed class FetchingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_fetch_asks_with_tag_and_date_as_they_came_and_takes_a_304()
    {
        await using var server = await FeedServer.StartAsync();
        server.On(
            "/feed",
            context =>
            {
                context.Response.Headers.ETag = "not-quoted";
                context.Response.Headers.LastModified = "yesterday, about noon";
                if (context.Request.Headers.IfNoneMatch == "not-quoted")
                {
                    context.Response.StatusCode = StatusCodes.Status304NotModified;
                    return Task.CompletedTask;
                }
                return context.Response.WriteAsync("<rss/>");
            }
        );
        var fetcher = Fetcher();

        var first = await fetcher.FetchAsync(server.At("/feed"), FetchMemory.None, Token);
        var second = await fetcher.FetchAsync(server.At("/feed"), first.Memory, Token);

        Assert.Equal("<rss/>", Encoding.UTF8.GetString(first.Document!.Bytes.Span));
        Assert.True(second.IsUnchanged);
        Assert.Null(second.Document);
        Assert.Equal("yesterday, about noon", server.Requests.Last().Headers.IfModifiedSince);
    }

    [Fact]
    public async Task A_server_without_conditional_get_is_known_by_its_body()
    {
        await using var server = await FeedServer.StartAsync();
        server.Serve("/feed", "<rss/>");
        var fetcher = Fetcher();

        var first = await fetcher.FetchAsync(server.At("/feed"), FetchMemory.None, Token);
        var second = await fetcher.FetchAsync(server.At("/feed"), first.Memory, Token);

        Assert.False(first.IsUnchanged);
        Assert.True(second.IsUnchanged);
    }

    [Fact]
    public async Task A_body_without_end_is_refused_and_its_server_is_left()
    {
        await using var server = await FeedServer.StartAsync();
        var chunk = new byte[1024 * 1024];
        var left = new TaskCompletionSource();
        server.On(
            "/big",
            async context =>
            {
                try
                {
                    // Whoever wanted to read it all would never come back.
                    while (!context.RequestAborted.IsCancellationRequested)
                    {
                        await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
                    }
                }
                finally
                {
                    left.TrySetResult();
                }
            }
        );

        var fetched = await Fetcher().FetchAsync(server.At("/big"), FetchMemory.None, Token);

        Assert.Equal(FetchFaults.TooLarge, fetched.Error);
        await left.Task.WaitAsync(Token);
    }

    [Fact]
    public async Task A_small_packed_body_that_unpacks_to_50_megabytes_is_refused()
    {
        await using var server = await FeedServer.StartAsync();
        server.On(
            "/bomb",
            async context =>
            {
                context.Response.Headers.ContentEncoding = "gzip";
                await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
                for (var n = 0; n < 50; n++)
                {
                    await packed.WriteAsync(new byte[1024 * 1024], context.RequestAborted);
                }
            }
        );

        var fetched = await Fetcher().FetchAsync(server.At("/bomb"), FetchMemory.None, Token);

        Assert.Equal(FetchFaults.TooLarge, fetched.Error);
    }

    [Theory, InlineData("gzip"), InlineData("br")]
    public async Task Packed_bodies_are_unpacked(string encoding)
    {
        await using var server = await FeedServer.StartAsync();
        server.On(
            "/packed",
            async context =>
            {
                context.Response.Headers.ContentEncoding = encoding;
                await using Stream packed =
                    encoding == "br"
                        ? new BrotliStream(context.Response.Body, CompressionLevel.Fastest)
                        : new GZipStream(context.Response.Body, CompressionLevel.Fastest);
                await packed.WriteAsync("<rss/>"u8.ToArray(), context.RequestAborted);
            }
        );

        var fetched = await Fetcher().FetchAsync(server.At("/packed"), FetchMemory.None, Token);

        Assert.Equal("<rss/>", Encoding.UTF8.GetString(fetched.Document!.Bytes.Span));
    }

    [Fact]
    public async Task Private_addresses_are_refused_unless_allowed()
    {
        await using var server = await FeedServer.StartAsync();
        server.Serve("/feed", "<rss/>");

        var refused = await Fetcher(allowPrivate: false).FetchAsync(server.At("/feed"), FetchMemory.None, Token);
        var byName = await Fetcher(allowPrivate: false)
            .FetchAsync(new Uri($"http://localhost:{server.Root.Port}/feed"), FetchMemory.None, Token);

        Assert.Contains("private network", refused.Error, StringComparison.Ordinal);
        Assert.Contains("private network", byName.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory, InlineData("http://169.254.169.254/latest"), InlineData("http://[::1]/"), InlineData("http://10.0.0.1/")]
    public async Task A_redirect_to_a_private_address_is_refused(string target)
    {
        // The guard sits in the handler, so what follows a redirect passes it like a first request.
        var fetcher = new SourceFetcher(
            new HttpClient(new RedirectOnce(target, FetchHandlers.Create(allowPrivateNetworks: false))),
            TimeProvider.System
        );

        var fetched = await fetcher.FetchAsync(new Uri("https://paper.example/feed"), FetchMemory.None, Token);

        Assert.Contains("private network", fetched.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_an_unbroken_chain_of_permanent_redirects_is_remembered()
    {
        await using var server = await FeedServer.StartAsync();
        Redirect(server, "/old", "/older-new", StatusCodes.Status301MovedPermanently);
        Redirect(server, "/older-new", "/today", StatusCodes.Status302Found);
        server.Serve("/today", "<rss/>");
        Redirect(server, "/loop", "/loop", StatusCodes.Status302Found);

        var moved = await Fetcher().FetchAsync(server.At("/old"), FetchMemory.None, Token);
        var loop = await Fetcher().FetchAsync(server.At("/loop"), FetchMemory.None, Token);

        Assert.Equal(server.At("/older-new"), moved.MovedTo);
        Assert.Equal(server.At("/today"), moved.Document!.Address);
        Assert.Equal(FetchFaults.TooManyRedirects, loop.Error);
        Assert.Equal(6, server.Requests.Count(request => request.Path == "/loop"));
    }

    [Fact]
    public async Task A_server_that_never_ends_its_answer_is_left_after_thirty_seconds()
    {
        await using var server = await FeedServer.StartAsync();
        var asked = new TaskCompletionSource();
        server.On(
            "/slow",
            async context =>
            {
                await context.Response.WriteAsync("<rss>", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
        );
        var time = new FakeTimeProvider();
        var fetching = Fetcher(time: time).FetchAsync(server.At("/slow"), FetchMemory.None, Token);
        await asked.Task.WaitAsync(Token);

        time.Advance(SourceFetcher.Timeout);

        var fetched = await fetching;
        Assert.Equal((FetchFaults.Slow, true), (fetched.Error, fetched.IsTemporary));
    }

    [Theory, InlineData(429, true), InlineData(503, true), InlineData(404, false), InlineData(410, false)]
    public async Task A_refusal_is_one_line_without_the_address(int status, bool isTemporary)
    {
        await using var server = await FeedServer.StartAsync();
        server.On(
            "/feed",
            context =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.RetryAfter = "120";
                return Task.CompletedTask;
            }
        );

        var fetched = await Fetcher().FetchAsync(new Uri(server.At("/feed"), "?key=secret"), FetchMemory.None, Token);

        Assert.Equal((isTemporary, Duration.FromMinutes(2)), (fetched.IsTemporary, fetched.RetryAfter));
        Assert.DoesNotContain("secret", fetched.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fetched.Error!);
    }

    private static SourceFetcher Fetcher(bool allowPrivate = true, TimeProvider? time = null) =>
        new(new HttpClient(FetchHandlers.Create(allowPrivate)), time ?? TimeProvider.System);

    private static void Redirect(FeedServer server, string from, string to, int status) =>
        server.On(
            from,
            context =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = to;
                return Task.CompletedTask;
            }
        );

    /// <summary>Stands in for a public server, which a test does not have.</summary>
    private sealed class RedirectOnce(string target, HttpMessageHandler guard) : DelegatingHandler(guard)
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        ) =>
            request.RequestUri!.Host == "paper.example"
                ? Task.FromResult(
                    new HttpResponseMessage(System.Net.HttpStatusCode.Found)
                    {
                        Headers = { Location = new Uri(target) },
                    }
                )
                : base.SendAsync(request, cancellationToken);
    }
}

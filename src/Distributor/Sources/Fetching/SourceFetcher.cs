using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Distributor.Articles.Reading;
using NodaTime;
using NodaTime.Extensions;

namespace Distributor.Sources.Fetching;

/// <summary>
/// Fetches feeds and pages: bounded in size and time, conditional where the server knows how, and into private networks
/// only when that is allowed. It logs nothing, because addresses may hold secrets.
/// </summary>
/// <param name="client">Without a timeout, redirects and cookies of its own.</param>
public sealed class SourceFetcher(HttpClient client, TimeProvider time)
{
    private const int MaxRedirects = 5;

    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Asks once, following up to five redirects. Expected failures come back as a line.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task<FetchResult> FetchAsync(Uri address, FetchMemory memory, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await FollowAsync(address, memory, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return FetchResult.Failed(FetchFaults.Slow, isTemporary: true);
        }
        catch (Exception exception) when (FetchFaults.Of(exception) is { } failure)
        {
            return failure;
        }
    }

    private async Task<FetchResult> FollowAsync(Uri address, FetchMemory memory, CancellationToken cancellationToken)
    {
        Uri? movedTo = null;
        var isPermanent = true;
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            if (address.Scheme is not ("http" or "https"))
            {
                return FetchResult.Failed(FetchFaults.NotWeb, isTemporary: false);
            }
            using var request = Request(address, memory);
            using var response = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            if (!IsRedirect(response.StatusCode))
            {
                var answer = await AnswerAsync(response, address, memory, movedTo, cancellationToken);
                return answer with { Status = (int)response.StatusCode };
            }
            if (
                response.Headers.Location is not { } location
                || !Uri.TryCreate(address, location, out var next)
                || next.Scheme is not ("http" or "https")
            )
            {
                return FetchResult.Failed(FetchFaults.NoRedirectTarget, isTemporary: false);
            }
            address = next;
            // Only an unbroken chain of permanent redirects says where the document lives.
            isPermanent &= response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.PermanentRedirect;
            movedTo = isPermanent ? address : movedTo;
        }
        return FetchResult.Failed(FetchFaults.TooManyRedirects, isTemporary: false);
    }

    private static HttpRequestMessage Request(Uri address, FetchMemory memory)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.ParseAdd("gzip, br");
        request.Headers.Accept.ParseAdd(
            "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
        );
        // Both as text: real servers send dates and tags that are not well formed and want them back as they were.
        if (memory.ETag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", memory.ETag);
        }
        if (memory.LastModified is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Modified-Since", memory.LastModified);
        }
        return request;
    }

    private async Task<FetchResult> AnswerAsync(
        HttpResponseMessage response,
        Uri address,
        FetchMemory memory,
        Uri? movedTo,
        CancellationToken cancellationToken
    )
    {
        var fresh = response.Headers.CacheControl?.MaxAge?.ToDuration();
        if (response.StatusCode == HttpStatusCode.NotModified)
        {
            return new FetchResult
            {
                IsUnchanged = true,
                Memory = memory,
                MovedTo = movedTo,
                FreshFor = fresh,
            };
        }
        if (!response.IsSuccessStatusCode)
        {
            return FetchResult.Failed(
                FetchFaults.Status(response.StatusCode),
                FetchFaults.IsTemporary(response.StatusCode),
                RetryAfter(response.Headers.RetryAfter)
            );
        }
        if (await BoundedBody.ReadAsync(response.Content, cancellationToken) is not { } bytes)
        {
            return FetchResult.Failed(FetchFaults.TooLarge, isTemporary: false);
        }
        var hash = Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
        var now = new FetchMemory(Header(response.Headers, "ETag"), LastModified(response), hash);
        return new FetchResult
        {
            IsUnchanged = hash == memory.BodyHash,
            Document = hash == memory.BodyHash ? null : Document(response, address, bytes),
            Memory = now,
            MovedTo = movedTo,
            FreshFor = fresh,
        };
    }

    private static RawDocument Document(HttpResponseMessage response, Uri address, ReadOnlyMemory<byte> bytes)
    {
        var headers = response.Content.Headers;
        return new RawDocument(
            bytes,
            address,
            headers.ContentType?.MediaType,
            headers.ContentType?.CharSet?.Trim('"'),
            ContentLanguage: headers.ContentLanguage.FirstOrDefault()
        );
    }

    private Duration? RetryAfter(RetryConditionHeaderValue? header) =>
        header switch
        {
            { Delta: { } delta } => delta.ToDuration(),
            { Date: { } date } => Duration.Max(Duration.Zero, (date - time.GetUtcNow()).ToDuration()),
            _ => null,
        };

    private static string? LastModified(HttpResponseMessage response) =>
        Header(response.Content.Headers, "Last-Modified");

    private static string? Header(HttpHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static bool IsRedirect(HttpStatusCode status) =>
        status
            is HttpStatusCode.MovedPermanently
                or HttpStatusCode.Found
                or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect
                or HttpStatusCode.PermanentRedirect;
}

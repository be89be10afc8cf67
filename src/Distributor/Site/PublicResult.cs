using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Distributor.Site;

/// <summary>
/// An answer that is the same for everybody: it may be kept for a minute, and is told apart by its content. There is no
/// Last-Modified: a withdrawn story changes a page and leaves no date on it.
/// </summary>
internal sealed class PublicResult(IResult page) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var outside = response.Body;
        using var content = new MemoryStream();
        response.Body = content;
        var method = request.Method;
        // A HEAD is told what a GET would get.
        request.Method = HttpMethods.Get;
        try
        {
            await page.ExecuteAsync(httpContext);
        }
        finally
        {
            (response.Body, request.Method) = (outside, method);
        }
        var hash = SHA256.HashData(content.GetBuffer().AsSpan(0, (int)content.Length));
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash.AsSpan(0, 12))}\"");
        response.GetTypedHeaders().ETag = tag;
        response.Headers.CacheControl = "public, max-age=60";
        response.Headers.Vary = "Accept-Language";
        if (
            httpContext
                .Request.GetTypedHeaders()
                .IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false))
        )
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            response.ContentType = null;
            response.ContentLength = null;
            return;
        }
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(method))
        {
            content.Position = 0;
            await content.CopyToAsync(outside, httpContext.RequestAborted);
        }
    }
}

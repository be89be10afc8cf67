namespace Distributor.Site.Forms;

/// <summary>303: the answer to a form is another page, to be fetched with GET (RFC 9110 section 15.4.4).</summary>
public sealed class SeeOther(string location) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = location;
        return Task.CompletedTask;
    }
}

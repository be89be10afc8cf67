using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Distributor.Tests.Sources;

/// <summary>A web server on loopback whose answers a test sets, and which remembers what it was asked.</summary>
public sealed class FeedServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, RequestDelegate> answers = new();

    private FeedServer(WebApplication app) => this.app = app;

    public ConcurrentQueue<(string Path, IHeaderDictionary Headers)> Requests { get; } = new();

    public Uri Root => new(app.Urls.Single());

    public static async Task<FeedServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new FeedServer(builder.Build());
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        return server;
    }

    public Uri At(string path) => new(Root, path);

    public void On(string path, RequestDelegate answer) => answers[path] = answer;

    public void Serve(string path, string body, string type = "application/rss+xml") =>
        On(
            path,
            context =>
            {
                context.Response.ContentType = type;
                return context.Response.WriteAsync(body);
            }
        );

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        Requests.Enqueue((path, new HeaderDictionary(context.Request.Headers.ToDictionary())));
        if (answers.TryGetValue(path, out var answer))
        {
            return answer(context);
        }
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}

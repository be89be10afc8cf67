using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Distributor.Tests.Dashboard.Shell;

/// <summary>Stands before the application and answers <c>/admin/live</c> with what a test says.</summary>
public sealed class LiveFigures : IStartupFilter
{
    private readonly Channel<string> figures = Channel.CreateUnbounded<string>();

    public void Say(string json) => figures.Writer.TryWrite(json);

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            app.Use(AnswerAsync);
            next(app);
        };

    private async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path != "/admin/live")
        {
            await next(context);
            return;
        }
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync();
        var lifetime = context.RequestServices.GetRequiredService<IHostApplicationLifetime>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted,
            lifetime.ApplicationStopping
        );
        try
        {
            await foreach (var line in figures.Reader.ReadAllAsync(end.Token))
            {
                await context.Response.WriteAsync($"data: {line}\n\n", end.Token);
                await context.Response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The page or the application is gone.
        }
    }
}

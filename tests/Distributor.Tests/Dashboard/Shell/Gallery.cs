using System.Security.Claims;
using Distributor.Dashboard.Shell;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace Distributor.Tests.Dashboard.Shell;

/// <summary>
/// The application with pages that show the dashboard's parts, and an editor who is always signed in, so that looks and scripts
/// can be tried without the pages that use them.
/// </summary>
public sealed class Gallery : IAsyncDisposable
{
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 14, 5);

    private readonly WebApplication app;
    private readonly TemporaryDirectory directory;

    private Gallery(WebApplication app, TemporaryDirectory directory)
    {
        this.app = app;
        this.directory = directory;
    }

    public Uri Address => new(app.Urls.First());

    /// <summary>What the forms of the gallery were sent, newest last.</summary>
    public List<string> Posted { get; } = [];

    /// <summary>What <c>/admin/live</c> says.</summary>
    public required LiveFigures Live { get; init; }

    public T Service<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public Uri Page(string path) => new(Address, "/admin/gallery" + path);

    public Task<SendingState> StopSendingAsync() =>
        Service<SendingSwitch>().StopAsync("admin:rosa@example.com", CancellationToken.None);

    public static async Task<Gallery> StartAsync()
    {
        var directory = new TemporaryDirectory();
        var builder = App.CreateBuilder([
            "--urls=http://127.0.0.1:0",
            "--Logging:LogLevel:Default=Warning",
            $"--Storage:DataDirectory={directory.Path}",
            "--Site:Name=The Morning Wire",
            "--Site:TimeZone=Europe/Madrid",
        ]);
        builder.AddDistributor();
        builder.Services.Replace(ServiceDescriptor.Singleton<IClock>(new FixedClock(Now)));
        var live = new LiveFigures();
        builder.Services.AddSingleton<IStartupFilter>(live);
        var app = builder.Build();
        app.MapDistributor();
        app.Use(
            (context, next) =>
            {
                context.User = new ClaimsPrincipal(
                    new ClaimsIdentity(
                        [new(ClaimTypes.Name, "rosa@example.com"), new(ClaimTypes.Role, "Editor")],
                        "gallery"
                    )
                );
                return next(context);
            }
        );
        var gallery = new Gallery(app, directory) { Live = live };
        gallery.Map();
        await app.StartAsync();
        await app.Services.GetRequiredService<Migrator>().MigrateAsync(CancellationToken.None);
        return gallery;
    }

    private void Map()
    {
        var pages = app.MapGroup("/admin/gallery").WithDeskHeaders().DisableAntiforgery().WithFormTokens();
        pages.MapGet("", () => DeskRoutes.Page<PartsPage>((nameof(PartsPage.Now), Now)));
        pages.MapGet(
            "list",
            (string? q, string? state, int? after, int? open) =>
                DeskRoutes.Page<ListPage>((nameof(ListPage.Query), new ListQuery(q, state, after ?? 0, open, Now)))
        );
        pages.MapGet("form", () => DeskRoutes.Page<FormPage>());
        pages.MapGet("gate", () => DeskRoutes.Page<GatePage>());
        pages.MapGet("missing", DeskRoutes.Missing);
        pages.MapGet("fault", IResult () => throw new InvalidOperationException("a secret of ours"));
        pages.MapGet(
            "mail",
            (HttpContext context) =>
            {
                DeskHeaders.SetPreview(context.Response.Headers);
                return Results.Text(
                    "<html lang=en><title>Mail</title><body style='font-family:Georgia'><h1>Storm</h1><p>Ferries stay in port.</p></body></html>",
                    "text/html; charset=utf-8"
                );
            }
        );
        pages.MapPost(
            "done",
            async (HttpContext context) =>
            {
                var form = await context.Request.ReadFormAsync();
                Posted.Add(
                    string.Join(
                        '&',
                        form.Where(field => !field.Key.StartsWith("__", StringComparison.Ordinal))
                            .Select(field => $"{field.Key}={field.Value}")
                    )
                );
                return DeskRoutes.Done(
                    context,
                    "/admin/gallery",
                    "Paused 3 subscribers.",
                    undoAction: form["undo"] == "true" ? "/admin/gallery/undo" : null
                );
            }
        );
        pages.MapPost("undo", (HttpContext context) => DeskRoutes.Done(context, "/admin/gallery", "Undone."));
        pages.MapPost(
            "bulk",
            async (HttpContext context) =>
            {
                var form = await context.Request.ReadFormAsync();
                Posted.Add($"do={form["do"]} id={form["id"]} all={form["all"]}");
                return DeskRoutes.Done(
                    context,
                    "/admin/gallery/list",
                    "Paused them.",
                    undoAction: "/admin/gallery/undo"
                );
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory.Dispose();
    }
}

using System.Globalization;
using Distributor.Sources;
using Distributor.Sources.Desk;
using Distributor.Sources.Polling;
using Distributor.Storage;
using Distributor.Tests.Sources;
using Distributor.Tests.Spine;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Dashboard.Sources;

/// <summary>The application with a site of news beside it, whose feed is what a test says.</summary>
public sealed class SourceWorld(Newsroom newsroom, FeedServer site) : IAsyncDisposable
{
    public const string Actor = "admin:rosa@paper.example";

    /// <summary>What a hostile feed may call an article: script, quotes, text turned around, no end.</summary>
    public static readonly string Hostile =
        "\"><script>alert(1)</script><img src=x onerror=alert(1)>' \u202Egnp.exe \u2066" + new string('W', 10_000);

    public static readonly Instant Now = HarbourWire.Start;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public Newsroom Newsroom => newsroom;

    public FeedServer Site => site;

    public SourceDesk Desk => newsroom.App.Service<SourceDesk>();

    public SourceList List => newsroom.App.Service<SourceList>();

    public static async Task<SourceWorld> OpenAsync(DatabaseProvider provider, params string[] settings) =>
        new(
            await Newsroom.OpenAsync(provider, Now, ["--Sources:AllowPrivateNetworks=true", .. settings]),
            await FeedServer.StartAsync()
        );

    /// <summary>A feed with items of these titles, one hour old.</summary>
    public void Serve(params string[] titles) =>
        site.Serve(
            "/feed",
            PollingWorld.Feed([
                .. titles.Select(
                    (title, i) =>
                        PollingWorld.Item(
                            string.Create(CultureInfo.InvariantCulture, $"g-{i}-{title.Length}"),
                            System.Net.WebUtility.HtmlEncode(title),
                            newsroom.Clock.Now - Duration.FromHours(1)
                        )
                ),
            ])
        );

    public async Task<long> AddAsync(params string[] topics) =>
        (await newsroom.App.Service<SourceCatalog>().AddAsync(site.At("/feed"), "The Coast", topics, Actor, Token)).Id;

    /// <summary>One round of the poller, when everything is due.</summary>
    public async Task PollAsync()
    {
        newsroom.Clock.Now += Duration.FromHours(1);
        await using var db = newsroom.App.NewDb();
        var poller = ActivatorUtilities.CreateInstance<SourcePoller>(newsroom.App.Service<IServiceProvider>());
        await poller.PollDueAsync(Token);
        await poller.StopAsync(Token);
    }

    public async Task<SourceLine> SourceAsync(long id) =>
        await List.OneAsync(id, Token) ?? throw new InvalidOperationException("There is no such source.");

    public async Task<List<(string Action, string? Before, string? After)>> AuditAsync(string subject)
    {
        await using var db = newsroom.App.NewDb();
        var entries = await db
            .Audit.Where(entry => entry.Subject == subject)
            .OrderBy(entry => entry.Id)
            .ToListAsync(Token);
        return entries.ConvertAll(entry => (entry.Action, entry.Before, entry.After));
    }

    public async ValueTask DisposeAsync()
    {
        await newsroom.DisposeAsync();
        await site.DisposeAsync();
    }
}

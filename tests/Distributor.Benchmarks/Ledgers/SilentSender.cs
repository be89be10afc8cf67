using Distributor.Benchmarks.Planning;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Sending;
using Distributor.Storage.Startup;
using Microsoft.Extensions.DependencyInjection;

namespace Distributor.Benchmarks.Ledgers;

/// <summary>The product's sender loop, claims, looks, slots, recorder and all, on a channel that accepts at once.</summary>
internal sealed class SilentSender : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Publication publication;
    private readonly SenderLoop<SilentMessage> loop;

    private SilentSender(Publication publication, SenderLoop<SilentMessage> loop)
    {
        this.publication = publication;
        this.loop = loop;
    }

    public static async Task<SilentSender> StartAsync(Publication publication, CancellationToken cancellationToken)
    {
        var services = publication.Services;
        await services.GetRequiredService<DatabaseStartup>().StartAsync(cancellationToken);
        var loop = ActivatorUtilities.CreateInstance<SenderLoop<SilentMessage>>(
            services,
            ChannelKind.Email,
            DeliveryServices.CreateSender<SilentMessage>(services),
            true
        );
        await loop.StartAsync(cancellationToken);
        return new SilentSender(publication, loop);
    }

    /// <summary>Plans the run as its job does, while what is planned is being sent, and returns when all is accepted.</summary>
    public async Task SendAsync(long run, int rows, CancellationToken cancellationToken)
    {
        var planned = await publication.PlanAsync(run, cancellationToken);
        if (planned != rows)
        {
            throw new InvalidOperationException($"{planned} rows were planned, not {rows}.");
        }
        while ((await publication.Ledger.CountAsync(run, cancellationToken)).Accepted < rows)
        {
            await Task.Delay(Pause, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await loop.StopAsync(CancellationToken.None);
        loop.Dispose();
    }
}

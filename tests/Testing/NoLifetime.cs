using Microsoft.Extensions.Hosting;

namespace Distributor.Testing;

/// <summary>Signals are for the program that runs a server, not for the server.</summary>
sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

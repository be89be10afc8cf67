using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Delivery.Sending;

namespace Distributor.Benchmarks.Ledgers;

/// <summary>What the silent channel takes: the row's id and nothing to render.</summary>
public sealed record SilentMessage(string Id);

/// <summary>A way out that accepts at once, so that what is measured is everything but sending.</summary>
public sealed class SilentChannel : IChannel<SilentMessage>
{
    public int Parallel => 64;

    /// <summary>So that everything a real channel costs is paid.</summary>
    public bool IsReal => true;

    public Task<Outcome> SendAsync(SilentMessage message, CancellationToken cancellationToken) =>
        Task.FromResult(Outcome.Accepted($"<{message.Id}@bench.example>"));

    public Task<string?> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}

/// <summary>Makes a message of the id alone.</summary>
public sealed class SilentComposer : IMessageComposer<SilentMessage>
{
    public Task<IReadOnlyList<Prepared<SilentMessage>>> PrepareAsync(
        IReadOnlyList<ClaimedDelivery> rows,
        CancellationToken cancellationToken
    ) =>
        Task.FromResult<IReadOnlyList<Prepared<SilentMessage>>>([
            .. rows.Select(row => new Prepared<SilentMessage>(new SilentMessage(row.Key.Id), null)),
        ]);
}

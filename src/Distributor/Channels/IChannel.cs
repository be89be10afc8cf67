using Distributor.Delivery;

namespace Distributor.Channels;

/// <summary>The two roads a message can take; stored as a number in <c>addresses.channel</c>.</summary>
public enum ChannelKind : short
{
    Email = 1,
    Telegram = 2,
}

/// <summary>
/// A way out: takes one rendered message, talks to the outside, reports one <see cref="Outcome"/>.
/// Knows nothing of articles, subscribers or the ledger. Safe for concurrent calls.
/// </summary>
public interface IChannel<in TMessage>
{
    /// <summary>How many messages may be on the way at once, at least 1; more calls would only wait for each other.</summary>
    int Parallel { get; }

    /// <summary>True when messages leave the house; false for the outbox, which needs no spacing.</summary>
    bool IsReal { get; }

    /// <summary>
    /// Sends one message. Expected failures are outcomes; an exception is a bug of ours or a lost disk.
    /// </summary>
    Task<Outcome> SendAsync(TMessage message, CancellationToken cancellationToken);

    /// <summary>Asks whether the outside is there, without sending anything: so a road out of order is tried at nobody's cost.</summary>
    /// <returns>Null when it is there; else why not, in words for an admin.</returns>
    Task<string?> ProbeAsync(CancellationToken cancellationToken);
}

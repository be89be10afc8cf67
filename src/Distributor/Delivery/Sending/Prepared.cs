namespace Distributor.Delivery.Sending;

/// <summary>What became of a claimed row before it is sent: a message, or an outcome without one.</summary>
public sealed record Prepared<TMessage>(TMessage? Message, RecordedOutcome? Instead)
    where TMessage : class;

/// <summary>Makes the messages of one channel.</summary>
public interface IMessageComposer<TMessage>
    where TMessage : class
{
    /// <summary>The messages of claimed rows, in their order; what is needed of the readers is read once for all.</summary>
    Task<IReadOnlyList<Prepared<TMessage>>> PrepareAsync(
        IReadOnlyList<ClaimedDelivery> rows,
        CancellationToken cancellationToken
    );
}

using Distributor.Storage;

namespace Distributor.Delivery.Sending;

/// <summary>What became of a claimed row before it is sent: a message, or an outcome without one.</summary>
public sealed record Prepared<TMessage>(TMessage? Message, RecordedOutcome? Instead)
    where TMessage : class
{
    /// <summary>One message that cannot be made holds up no other; a database that is away holds up all, and is thrown on.</summary>
    internal static async Task<Prepared<TMessage>> SafelyAsync(
        ClaimedDelivery row,
        Func<Task<Prepared<TMessage>>> prepare
    )
    {
        try
        {
            return await prepare();
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !DatabaseFault.Is(exception))
        {
            return new Prepared<TMessage>(null, OutcomeTranslation.Faulted(row, exception, maybeSent: false));
        }
    }
}

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

using System.Threading.Channels;

namespace Distributor.Jobs;

/// <summary>
/// Tells the planner of this process that a run was opened, so that it need not poll for it. One waiter at a time is
/// served; an announcement before the wait is remembered, several count as one. Other processes are found by the
/// planner's own look every few seconds.
/// </summary>
public sealed class NewWork(TimeProvider time)
{
    private readonly Channel<bool> announced = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    /// <summary>Call it after the commit: whoever wakes must find the row.</summary>
    public void Announce() => announced.Writer.TryWrite(true);

    /// <summary>Returns at the next announcement, or after <paramref name="max"/> without one.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public async Task WaitAsync(TimeSpan max, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(max, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await announced.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is up: the caller looks anyway.
        }
    }
}

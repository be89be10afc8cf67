using NodaTime;

namespace Distributor.Delivery.Sending;

/// <summary>
/// No more than so many messages reach the outside in any second. Slots alone do not promise that: a message held up on its way
/// comes closer to those behind it. So each waits for a full second after the answer to the one that lies a second's messages
/// before it, or until that answer is long overdue.
/// </summary>
internal sealed class RateWindow(TimeProvider time)
{
    /// <summary>A timer may fire a little early.</summary>
    private static readonly TimeSpan Second = TimeSpan.FromMilliseconds(1002);

    /// <summary>
    /// A request not answered for so long arrived before that, or was lost. To wait for its answer, which may take minutes,
    /// would stop the whole lane for one message.
    /// </summary>
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Queue<Task<long>> last = [];

    /// <summary>Waits for its turn. Dispose the pass when the answer is there, whatever it was.</summary>
    /// <param name="spacing">Of the lane; a second holds as many messages as fit, at least one.</param>
    public async Task<Pass> EnterAsync(Duration spacing, CancellationToken cancellationToken)
    {
        var most = Math.Max(1, (int)Math.Ceiling(Duration.FromSeconds(1) / spacing - 0.001));
        var pass = new Pass(time);
        Task<long>? before = null;
        lock (gate)
        {
            last.Enqueue(pass.Answered);
            while (last.Count > most)
            {
                before = last.Dequeue();
            }
        }
        try
        {
            if (before is not null && await AnsweredAtAsync(before, cancellationToken) is { } answeredAt)
            {
                var left = Second - time.GetElapsedTime(answeredAt);
                if (left > TimeSpan.Zero)
                {
                    await Task.Delay(left, time, cancellationToken);
                }
            }
            return pass;
        }
        catch
        {
            pass.Dispose();
            throw;
        }
    }

    /// <returns>Null when the answer is overdue.</returns>
    private async Task<long?> AnsweredAtAsync(Task<long> answered, CancellationToken cancellationToken)
    {
        try
        {
            return await answered.WaitAsync(Overdue, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>One message on its way.</summary>
    internal sealed class Pass(TimeProvider time) : IDisposable
    {
        private readonly TaskCompletionSource<long> answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<long> Answered => answered.Task;

        public void Dispose() => answered.TrySetResult(time.GetTimestamp());
    }
}

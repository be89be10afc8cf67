using System.Threading.Channels;
using NodaTime;

namespace Distributor.Delivery.Sending;

/// <summary>
/// No more than so many messages reach the outside in any second. Slots alone do not promise that: a message held up on its way
/// comes closer to those behind it. So there are as many passes as a second holds messages; each message takes one along, and
/// it can be used again a full second after the answer. Whenever in between a message arrived, it held its pass.
/// </summary>
internal sealed class RateWindow(TimeProvider time)
{
    /// <summary>A little more than a second, for clocks that do not run quite alike.</summary>
    private static readonly TimeSpan Second = TimeSpan.FromMilliseconds(1001);

    private readonly Lock gate = new();
    private readonly Channel<long?> free = Channel.CreateUnbounded<long?>();
    private int passes;

    /// <summary>Waits for its turn. Dispose the pass when the answer is there, whatever it was.</summary>
    /// <param name="spacing">Of the lane; a second holds as many messages as fit, at least one.</param>
    public async Task<Pass> EnterAsync(Duration spacing, CancellationToken cancellationToken)
    {
        Issue(Math.Max(1, (int)Math.Ceiling(Duration.FromSeconds(1) / spacing - 0.001)));
        // The pass whose message was answered first; null when it was never used.
        var answeredAt = await free.Reader.ReadAsync(cancellationToken);
        try
        {
            // Timers count in the coarse ticks of the system and may fire some milliseconds early: look again.
            while (answeredAt is { } at && Second - time.GetElapsedTime(at) is var left && left > TimeSpan.Zero)
            {
                await Task.Delay(
                    TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds)),
                    time,
                    cancellationToken
                );
            }
            return new Pass(this);
        }
        catch
        {
            free.Writer.TryWrite(answeredAt);
            throw;
        }
    }

    /// <summary>The speed of a lane is set once, at the start; the first message finds all passes free.</summary>
    private void Issue(int most)
    {
        lock (gate)
        {
            for (; passes < most; passes++)
            {
                free.Writer.TryWrite(null);
            }
        }
    }

    private void Free() => free.Writer.TryWrite(time.GetTimestamp());

    /// <summary>One message on its way.</summary>
    internal sealed class Pass(RateWindow window) : IDisposable
    {
        public void Dispose() => window.Free();
    }
}

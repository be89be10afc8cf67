using System.Collections.Concurrent;
using System.Threading.Channels;
using Distributor.Channels;
using Distributor.Delivery;

namespace Distributor.Tests.Delivery;

/// <summary>An outside that answers as it is told, and only when it is told.</summary>
/// <param name="answer">Null accepts everything.</param>
/// <param name="holds">Nothing is answered before <see cref="Open"/>.</param>
public sealed class TestChannel<TMessage>(Func<TMessage, Outcome>? answer = null, bool holds = false)
    : IChannel<TMessage>
{
    private readonly TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<TMessage> arrived = Channel.CreateUnbounded<TMessage>();
    private readonly ConcurrentQueue<TMessage> messages = new();

    public int Parallel => 4;

    public bool IsReal => true;

    /// <summary>What a probe of the outside finds; null is that it is there.</summary>
    public string? ProbeAnswer { get; set; }

    public Task<string?> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult(ProbeAnswer);

    /// <summary>What was handed over, answered or not.</summary>
    public IReadOnlyList<TMessage> Messages => [.. messages];

    public async Task<Outcome> SendAsync(TMessage message, CancellationToken cancellationToken)
    {
        messages.Enqueue(message);
        arrived.Writer.TryWrite(message);
        if (holds)
        {
            await gate.Task;
        }
        return answer is null ? Outcome.Accepted("42") : answer(message);
    }

    /// <summary>Returns when so many more messages lie at the outside.</summary>
    public async Task ArrivedAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await arrived.Reader.ReadAsync(Xunit.TestContext.Current.CancellationToken);
        }
    }

    public void Open() => gate.TrySetResult();
}

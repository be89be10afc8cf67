namespace Distributor.Delivery.Sending;

/// <summary>
/// Messages whose slot has come, and the hands that send them: as many as the channel has ways, each taking the next when its
/// own has been answered. So a way never waits for somebody to notice that it is free. What is more urgent goes first,
/// whichever claim brought it.
/// </summary>
internal sealed class SendQueue<TMessage>(int parallel)
    where TMessage : class
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<Waiting, (short Priority, long Number)> waiting = new();
    private long number;
    private int hands;

    /// <summary>Queues a message; it goes as soon as a hand is free.</summary>
    public void Add(Leaving<TMessage> one, BatchInQueue<TMessage> batch)
    {
        lock (gate)
        {
            waiting.Enqueue(new Waiting(one, batch), (one.Row.Priority, number++));
            if (hands == parallel)
            {
                return;
            }
            hands++;
        }
        // Not cancelled: whoever stops takes back what waits.
        _ = Task.Run(SendAsync, CancellationToken.None);
    }

    /// <summary>Those of a batch that no hand has taken; they will not be sent.</summary>
    public IReadOnlyList<Leaving<TMessage>> TakeBack(BatchInQueue<TMessage> batch)
    {
        lock (gate)
        {
            var all = waiting.UnorderedItems.ToList();
            waiting.Clear();
            waiting.EnqueueRange(all.Where(item => item.Element.Batch != batch));
            return [.. all.Where(item => item.Element.Batch == batch).Select(item => item.Element.One)];
        }
    }

    private async Task SendAsync()
    {
        while (Next() is { } next)
        {
            await next.Batch.SendAsync(next.One);
        }
    }

    private Waiting? Next()
    {
        lock (gate)
        {
            if (waiting.TryDequeue(out var next, out _))
            {
                return next;
            }
            hands--;
            return null;
        }
    }

    private sealed record Waiting(Leaving<TMessage> One, BatchInQueue<TMessage> Batch);
}

/// <summary>A batch on its way through the queue: how many of its messages have no outcome yet.</summary>
internal sealed class BatchInQueue<TMessage>
    where TMessage : class
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<Leaving<TMessage>, Task> send;
    private Exception? fault;
    private int left;

    /// <param name="send">Sends one and hands over its outcome.</param>
    public BatchInQueue(int count, Func<Leaving<TMessage>, Task> send)
    {
        this.send = send;
        left = count;
        if (count == 0)
        {
            done.SetResult();
        }
    }

    /// <summary>Returns when all have ended, or when everything stops.</summary>
    /// <exception cref="Exception">What an outcome could not be handed over for.</exception>
    public async Task DoneAsync(CancellationToken stopping)
    {
        try
        {
            await done.Task.WaitAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What waits is taken back by the caller.
        }
    }

    public async Task SendAsync(Leaving<TMessage> one)
    {
        try
        {
            await send(one);
        }
#pragma warning disable CA1031 // It is thrown where the batch is waited for; the hand goes on with the next.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            fault = exception;
        }
        End();
    }

    /// <summary>One message has its outcome.</summary>
    public void End()
    {
        if (Interlocked.Decrement(ref left) > 0)
        {
            return;
        }
        if (fault is null)
        {
            done.TrySetResult();
        }
        else
        {
            done.TrySetException(fault);
        }
    }
}

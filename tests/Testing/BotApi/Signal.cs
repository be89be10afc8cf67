namespace Distributor.Testing.BotApi;

/// <summary>Wakes everyone who waits for a change. No polling, no time.</summary>
sealed class Signal
{
    TaskCompletionSource next = New();
    long version;

    /// <summary>Counts the changes.</summary>
    public long Version => Interlocked.Read(ref version);

    /// <summary>Ends with the next change after this was read.</summary>
    public Task Next => Volatile.Read(ref next).Task;

    public void Set()
    {
        Interlocked.Increment(ref version);
        Interlocked.Exchange(ref next, New()).SetResult();
    }

    public async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Taken before the look, so that no change falls between the two.
            var change = Next;
            if (condition())
            {
                return;
            }
            await change.WaitAsync(cancellationToken);
        }
    }

    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

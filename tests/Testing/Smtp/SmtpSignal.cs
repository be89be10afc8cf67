namespace Distributor.Testing.Smtp;

/// <summary>Wakes those who wait for a condition whenever something it may depend on has changed.</summary>
sealed class SmtpSignal
{
    readonly Lock _lock = new();
    readonly List<(Func<bool> Condition, TaskCompletionSource Met)> _waiting = [];

    /// <param name="condition">Asked at once and after each change; it must be quick and must not wait.</param>
    public async Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (condition())
            {
                return;
            }
            _waiting.Add((condition, met));
        }
        try
        {
            await met.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock)
            {
                _waiting.RemoveAll(waiter => waiter.Met == met);
            }
        }
    }

    public void Pulse()
    {
        lock (_lock)
        {
            foreach (var (condition, met) in _waiting)
            {
                if (condition())
                {
                    met.TrySetResult();
                }
            }
        }
    }
}

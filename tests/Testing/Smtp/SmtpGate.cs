namespace Distributor.Testing.Smtp;

/// <summary>
/// A gate the server stands at until the test opens it. The test learns by a signal that somebody stands there, so it
/// never has to guess a time. Once open it stays open.
/// </summary>
public sealed class SmtpGate
{
    readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly SmtpSignal _changed = new();
    int _arrived;

    /// <summary>How many sessions came to the gate so far, whether or not it was open.</summary>
    public int Arrived => Volatile.Read(ref _arrived);

    public void Open() => _opened.TrySetResult();

    /// <summary>Ends when <paramref name="count"/> sessions have come to the gate.</summary>
    public Task WaitForArrivalsAsync(int count = 1, CancellationToken cancellationToken = default) =>
        _changed.WaitAsync(() => Arrived >= count, cancellationToken);

    internal Task PassAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _arrived);
        _changed.Pulse();
        return _opened.Task.WaitAsync(cancellationToken);
    }
}

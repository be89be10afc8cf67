namespace Distributor.Testing.BotApi;

/// <summary>Holds answers until a test opens it.</summary>
public sealed class FaultGate
{
    readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Signal arrivals = new();

    /// <summary>How many answers are or were held here.</summary>
    public int Arrived => (int)arrivals.Version;

    /// <summary>Lets all through, now and later.</summary>
    public void Open() => opened.TrySetResult();

    /// <summary>Ends when so many calls have come to the gate.</summary>
    public Task WaitForArrivalsAsync(int atLeast, CancellationToken cancellationToken) =>
        arrivals.UntilAsync(() => Arrived >= atLeast, cancellationToken);

    internal Task PassAsync(CancellationToken cancellationToken)
    {
        arrivals.Set();
        return opened.Task.WaitAsync(cancellationToken);
    }
}

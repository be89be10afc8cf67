namespace Distributor.Storage;

/// <summary>Does something for as long as a lease is ours: renews it meanwhile, and ends the work when it is lost.</summary>
internal sealed class HeldLease(LeaseLock lease, TimeProvider time)
{
    /// <returns>False when another instance holds the lease; nothing was done then.</returns>
    public async Task<bool> WhileAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (!await lease.TakeAsync(cancellationToken))
        {
            return false;
        }
        using var held = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keeping = KeepAsync(held);
        try
        {
            await work(held.Token);
        }
        catch (Exception) when (held.IsCancellationRequested)
        {
            // Lost, and another instance goes on; or everything stops. A call cut off fails in many ways.
        }
        finally
        {
            await held.CancelAsync();
            await keeping;
        }
        return true;
    }

    /// <summary>Lets another instance take it at once. With the database away it ends by itself.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await lease.ReleaseAsync(cancellationToken);
        }
        catch (Exception exception) when (DatabaseFault.Is(exception))
        {
            // Half a minute, and a stop is no failure.
        }
    }

    private async Task KeepAsync(CancellationTokenSource held)
    {
        try
        {
            var renewed = time.GetTimestamp();
            using var timer = new PeriodicTimer(LeaseLock.RenewEvery, time);
            while (await timer.WaitForNextTickAsync(held.Token))
            {
                try
                {
                    if (!await lease.TakeAsync(held.Token))
                    {
                        await held.CancelAsync();
                    }
                    renewed = time.GetTimestamp();
                }
                catch (Exception exception)
                    when (DatabaseFault.Is(exception) && time.GetElapsedTime(renewed) < LeaseLock.Length)
                {
                    // The database is away for a moment; nobody else can take the lease either.
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException || DatabaseFault.Is(exception))
        {
            await held.CancelAsync();
        }
    }
}

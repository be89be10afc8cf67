namespace Distributor.Channels.Email.Smtp;

/// <summary>
/// Where sessions begin. As long as none is open one knocks for all: a relay that is down is asked once, and one that allows
/// few sessions has given the first before it refuses the next.
/// </summary>
sealed class RelayDoor(MailConnector connector) : IDisposable
{
    readonly SemaphoreSlim turn = new(1);
    ServerAnswer? lastFault;
    int faults;
    int open;

    /// <summary>Sessions that are open, in use or not.</summary>
    public int Open => Volatile.Read(ref open);

    /// <returns>A new session, or why there is none.</returns>
    public async Task<(MailConnection? Connection, ServerAnswer? Fault)> OpenAsync(
        bool usesChunks,
        CancellationToken cancellationToken
    )
    {
        if (Open == 0)
        {
            var before = Volatile.Read(ref faults);
            await turn.WaitAsync(cancellationToken);
            try
            {
                if (Open == 0)
                {
                    // Whoever waited while another knocked in vain has the same answer.
                    return faults == before ? await KnockAsync(usesChunks, cancellationToken) : (null, lastFault);
                }
            }
            finally
            {
                turn.Release();
            }
        }
        return await KnockAsync(usesChunks, cancellationToken);
    }

    public void Dispose() => turn.Dispose();

    /// <summary>One session fewer.</summary>
    public void Closed() => Interlocked.Decrement(ref open);

    async Task<(MailConnection? Connection, ServerAnswer? Fault)> KnockAsync(
        bool usesChunks,
        CancellationToken cancellationToken
    )
    {
        var (connection, fault) = await connector.OpenAsync(usesChunks, cancellationToken);
        if (connection is not null)
        {
            Interlocked.Increment(ref open);
        }
        else
        {
            lastFault = fault;
            Interlocked.Increment(ref faults);
        }
        return (connection, fault);
    }
}

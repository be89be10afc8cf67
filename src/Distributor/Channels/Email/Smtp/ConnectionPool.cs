namespace Distributor.Channels.Email.Smtp;

/// <summary>
/// The sessions with the relay, at most <c>Smtp:Connections</c> at a time. Each serves many messages; one that has served
/// enough, or that nobody needed for a while, says goodbye. When the relay says that there are too many, fewer are used
/// for some minutes.
/// </summary>
sealed partial class ConnectionPool : IAsyncDisposable
{
    static readonly TimeSpan Sweep = TimeSpan.FromSeconds(5);

    readonly SmtpTimeouts timeouts;
    readonly TimeProvider time;
    readonly ILogger logger;
    readonly int messagesPerConnection;
    readonly SemaphoreSlim slots;
    readonly RelayDoor door;
    readonly Lock gate = new();
    readonly List<MailConnection> idle = [];
    readonly HashSet<Task> closing = [];
    readonly ITimer sweeper;

    public ConnectionPool(
        SmtpOptions options,
        MailConnector connector,
        SmtpTimeouts timeouts,
        TimeProvider time,
        ILogger logger
    )
    {
        this.logger = logger;
        this.timeouts = timeouts;
        this.time = time;
        messagesPerConnection = options.MessagesPerConnection;
        slots = new SemaphoreSlim(options.Connections);
        door = new RelayDoor(connector);
        sweeper = time.CreateTimer(_ => CloseIdle(), null, Sweep, Sweep);
    }

    /// <summary>False once the relay offered CHUNKING and then did not understand BDAT.</summary>
    public bool UsesChunks { get; private set; } = true;

    /// <summary>A session of one's own, to be given back; waits while all are in use.</summary>
    /// <param name="fresh">A new one, because an old one failed.</param>
    /// <returns>The session, or why the relay gives none.</returns>
    public async Task<(MailConnection? Connection, ServerAnswer? Fault)> RentAsync(
        bool fresh,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            await slots.WaitAsync(cancellationToken);
            var keepsSlot = false;
            try
            {
                var (connection, fault) = await TakeOrOpenAsync(fresh, cancellationToken);
                if (connection is not null)
                {
                    keepsSlot = true;
                    return (connection, null);
                }
                if (fault is not { Stage: SmtpStage.Connect, Code: >= 400 and < 500 } || door.Open == 0)
                {
                    return (null, fault);
                }
                // The relay takes us, but not so often: the message waits for one of those that are open.
                keepsSlot = true;
                UseFewer();
                fresh = false;
            }
            finally
            {
                if (!keepsSlot)
                {
                    slots.Release();
                }
            }
        }
    }

    /// <summary>From now on messages go with DATA.</summary>
    public void AvoidChunks()
    {
        UsesChunks = false;
        LogNoChunks(logger);
    }

    public void Return(MailConnection connection)
    {
        if (!connection.IsUsable)
        {
            Closed(connection);
        }
        else if (connection.Messages >= messagesPerConnection || connection.IsTired)
        {
            _ = Track(CloseAsync(connection));
        }
        else
        {
            // By chance: those that were opened together must not all end together.
            connection.GoIdle(time.GetTimestamp(), timeouts.Idle * (1 + Random.Shared.NextDouble()));
            lock (gate)
            {
                idle.Add(connection);
            }
            slots.Release();
        }
    }

    /// <summary>Says goodbye on all sessions that are not in use.</summary>
    public async ValueTask DisposeAsync()
    {
        await sweeper.DisposeAsync();
        foreach (var connection in Take(_ => true))
        {
            _ = Track(QuitAsync(connection));
        }
        Task[] all;
        lock (gate)
        {
            all = [.. closing];
        }
        await Task.WhenAll(all);
        door.Dispose();
    }

    async Task<(MailConnection? Connection, ServerAnswer? Fault)> TakeOrOpenAsync(
        bool fresh,
        CancellationToken cancellationToken
    )
    {
        // The one used last: the others may grow old and be closed.
        while (TakeOne() is { } known)
        {
            if (!fresh && !known.HasBeenLeft)
            {
                return (known, null);
            }
            // A goodbye before a new one is opened keeps within the number the relay allows.
            await QuitAsync(known);
            if (fresh)
            {
                break;
            }
        }
        return await door.OpenAsync(UsesChunks, cancellationToken);
    }

    MailConnection? TakeOne()
    {
        lock (gate)
        {
            if (idle.Count == 0)
            {
                return null;
            }
            var last = idle[^1];
            idle.RemoveAt(idle.Count - 1);
            return last;
        }
    }

    List<MailConnection> Take(Predicate<MailConnection> which)
    {
        lock (gate)
        {
            var taken = idle.FindAll(which);
            idle.RemoveAll(which);
            return taken;
        }
    }

    /// <summary>The slot comes back later; until then it is one fewer.</summary>
    void UseFewer()
    {
        LogFewer(logger, door.Open);
        _ = Task.Delay(timeouts.Fewer, time).ContinueWith(_ => slots.Release(), TaskScheduler.Default);
    }

    void CloseIdle()
    {
        foreach (var connection in Take(connection => time.GetElapsedTime(connection.IdleSince) >= connection.Patience))
        {
            _ = Track(QuitAsync(connection));
        }
    }

    /// <summary>The slot is free when the relay has said goodbye, so that it never sees more sessions than allowed.</summary>
    async Task CloseAsync(MailConnection connection)
    {
        await QuitAsync(connection);
        slots.Release();
    }

    async Task QuitAsync(MailConnection connection)
    {
        await connection.CloseAsync();
        door.Closed();
    }

    void Closed(MailConnection connection)
    {
        connection.Dispose();
        door.Closed();
        slots.Release();
    }

    async Task Track(Task task)
    {
        lock (gate)
        {
            closing.Add(task);
        }
        await task;
        lock (gate)
        {
            closing.Remove(task);
        }
    }

    [LoggerMessage(
        5302,
        LogLevel.Warning,
        "The relay offers CHUNKING and does not understand BDAT; mails go with DATA from now on"
    )]
    private static partial void LogNoChunks(ILogger logger);

    [LoggerMessage(
        5303,
        LogLevel.Information,
        "The relay takes no more than {Open} connections now; Smtp:Connections may be set lower"
    )]
    private static partial void LogFewer(ILogger logger, int open);
}

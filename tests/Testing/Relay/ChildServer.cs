using System.Diagnostics;

namespace Distributor.Testing.Relay;

/// <summary>
/// A server program in the foreground of a shell that waits for it. The shell ends it when our end of its standard input
/// closes, so that it does not outlive the tests, not even when they are killed.
/// </summary>
sealed class ChildServer : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly Lock _lock = new();
    readonly List<string> _log = [];
    readonly Smtp.SmtpSignal _changed = new();
    readonly string _name;
    readonly Process _process;
    readonly Task _reading;
    bool _ended;

    ChildServer(string name, Process process)
    {
        _name = name;
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
        _ = _reading.ContinueWith(
            _ =>
            {
                lock (_lock)
                {
                    _ended = true;
                }
                _changed.Pulse();
            },
            TaskScheduler.Default
        );
    }

    /// <summary>What the server wrote so far.</summary>
    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_lock)
            {
                return [.. _log];
            }
        }
    }

    /// <param name="run">A command for the shell that stays in the foreground.</param>
    /// <param name="stop">A command that ends it; <c>$child</c> is its process id.</param>
    /// <param name="ready">A part of the line that says that its ports are open.</param>
    /// <exception cref="InvalidOperationException">It ended, or said nothing for a minute.</exception>
    public static async Task<ChildServer> StartAsync(
        string name,
        string run,
        string stop,
        string ready,
        CancellationToken cancellationToken
    )
    {
        var script = $$"""
            exec 3<&0
            setsid {{run}} 3<&- </dev/null &
            child=$!
            { read -r _ <&3; {{stop}}; } >/dev/null 2>&1 &
            wait $child
            """;
        var start = new ProcessStartInfo("setsid")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // In a session of its own the shell is not hit by what ends the tests, and lives to end the server.
        start.ArgumentList.Add("/bin/sh");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        var server = new ChildServer(name, Process.Start(start)!);
        try
        {
            await server
                .WaitForAsync(log => log.Any(line => line.Contains(ready, StringComparison.Ordinal)), cancellationToken)
                .WaitAsync(Patience, cancellationToken);
            return server;
        }
        catch (Exception e)
        {
            await server.DisposeAsync();
            throw e is TimeoutException ? server.Failed("did not start within a minute") : e;
        }
    }

    /// <summary>Ends when the log is as wanted; asked after each line.</summary>
    /// <exception cref="InvalidOperationException">The server ended before that.</exception>
    public async Task WaitForAsync(Func<IReadOnlyList<string>, bool> wanted, CancellationToken cancellationToken)
    {
        var met = false;
        await _changed.WaitAsync(
            () =>
            {
                lock (_lock)
                {
                    return (met = wanted(_log)) || _ended;
                }
            },
            cancellationToken
        );
        if (!met)
        {
            throw Failed("ended");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
        }
        await _reading;
        _process.Dispose();
    }

    async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lock (_lock)
            {
                _log.Add(line);
            }
            _changed.Pulse();
        }
    }

    InvalidOperationException Failed(string how) =>
        new($"{_name} {how}. It said:{Environment.NewLine}{string.Join(Environment.NewLine, Log.TakeLast(30))}");
}

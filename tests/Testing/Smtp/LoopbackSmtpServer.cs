using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Distributor.Testing.Smtp;

/// <summary>
/// A real SMTP server on 127.0.0.1 inside of the test's process. It takes every mail, keeps it, watches whether the client
/// keeps to the protocol, and does wrong what <see cref="Faults"/> tells it. The file is longer than others because all
/// that a test can ask of the server is here, under the one lock that makes the answers agree.
/// </summary>
public sealed class LoopbackSmtpServer : IAsyncDisposable
{
    readonly Lock _lock = new();
    readonly List<ReceivedMail> _mails = [];
    readonly List<SmtpViolation> _violations = [];
    readonly List<SmtpConnection> _connections = [];
    readonly Dictionary<int, Socket> _open = [];
    readonly HashSet<Task> _sessions = [];
    readonly List<Exception> _surprises = [];
    readonly SmtpSignal _changed = new();
    readonly CancellationTokenSource _stopping = new();
    readonly Lazy<TestAuthority> _authority;
    Socket? _listener;
    Task _accepting = Task.CompletedTask;
    int _taken;
    int _version;
    int _mostAtOnce;

    LoopbackSmtpServer(SmtpServerOptions options)
    {
        Options = options;
        _authority = new Lazy<TestAuthority>(() => new TestAuthority(options.CertificateName));
    }

    /// <exception cref="SocketException">The port is taken.</exception>
    public static Task<LoopbackSmtpServer> StartAsync(SmtpServerOptions? options = null)
    {
        var server = new LoopbackSmtpServer(options ?? new SmtpServerOptions());
        server.Listen(server.Options.Port);
        return Task.FromResult(server);
    }

    public SmtpServerOptions Options { get; }

    /// <summary>On 127.0.0.1; the same after <see cref="StopListening"/> and <see cref="ResumeListening"/>.</summary>
    public int Port { get; private set; }

    /// <summary>What goes wrong.</summary>
    public SmtpFaults Faults { get; } = new();

    /// <summary>The authority that signed the server's certificate; made at the first use.</summary>
    public TestAuthority Authority => _authority.Value;

    /// <summary>What a client has to trust.</summary>
    public X509Certificate2 AuthorityCertificate => Authority.Certificate;

    /// <summary>The mails taken, in that order, also those whose client was never told.</summary>
    public IReadOnlyList<ReceivedMail> Mails
    {
        get
        {
            lock (_lock)
            {
                return [.. _mails];
            }
        }
    }

    /// <summary>How many mails were taken, kept or not.</summary>
    public int MailsTaken => Volatile.Read(ref _taken);

    /// <summary>What the clients did that the protocol forbids.</summary>
    public IReadOnlyList<SmtpViolation> Violations
    {
        get
        {
            lock (_lock)
            {
                return [.. _violations];
            }
        }
    }

    /// <summary>All connections so far, in the order they were made.</summary>
    public IReadOnlyList<SmtpConnection> Connections
    {
        get
        {
            lock (_lock)
            {
                return [.. _connections];
            }
        }
    }

    /// <summary>Connections made so far, also those greeted with 421.</summary>
    public int ConnectionsOpened
    {
        get
        {
            lock (_lock)
            {
                return _connections.Count;
            }
        }
    }

    public int ConnectionsOpen
    {
        get
        {
            lock (_lock)
            {
                return _open.Count;
            }
        }
    }

    public int MostConnectionsAtOnce => Volatile.Read(ref _mostAtOnce);

    /// <summary>Ends when so many mails have been taken since the start.</summary>
    public Task WaitForMailsAsync(int count, CancellationToken cancellationToken = default) =>
        WaitAsync(() => MailsTaken >= count, cancellationToken);

    /// <summary>
    /// Ends when <paramref name="condition"/> holds; asked at once and after each mail, answer to a mail, connection opened
    /// or closed.
    /// </summary>
    public Task WaitAsync(Func<bool> condition, CancellationToken cancellationToken = default) =>
        _changed.WaitAsync(condition, cancellationToken);

    /// <summary>New connections are refused by the system; those that are open stay.</summary>
    public void StopListening()
    {
        lock (_lock)
        {
            _listener?.Dispose();
            _listener = null;
        }
    }

    /// <summary>Listens on the same port again.</summary>
    /// <exception cref="SocketException">Somebody else took the port meanwhile.</exception>
    public void ResumeListening()
    {
        if (_listener is null)
        {
            Listen(Port);
        }
    }

    /// <summary>Cuts all connections with RST, as a server that dies.</summary>
    public void CutConnections()
    {
        lock (_lock)
        {
            foreach (var socket in _open.Values)
            {
                socket.Close(0);
            }
        }
    }

    /// <summary>Forgets mails and violations; the counters go on.</summary>
    public void ForgetMails()
    {
        lock (_lock)
        {
            _mails.Clear();
            _violations.Clear();
        }
        Changed();
    }

    /// <exception cref="AggregateException">A session ended by a fault of this server, which no test should overlook.</exception>
    public async ValueTask DisposeAsync()
    {
        StopListening();
        await _stopping.CancelAsync();
        CutConnections();
        await _accepting;
        Task[] sessions;
        lock (_lock)
        {
            sessions = [.. _sessions];
        }
        await Task.WhenAll(sessions);
        _stopping.Dispose();
        if (_authority.IsValueCreated)
        {
            _authority.Value.Dispose();
        }
        if (_surprises.Count > 0)
        {
            throw new AggregateException(_surprises);
        }
    }

    /// <summary>Grows with each change.</summary>
    internal int Version => Volatile.Read(ref _version);

    internal void Changed()
    {
        Interlocked.Increment(ref _version);
        _changed.Pulse();
    }

    internal ReceivedMail Take(Func<int, ReceivedMail> make)
    {
        ReceivedMail mail;
        lock (_lock)
        {
            mail = make(++_taken);
            if (_mails.Count >= Options.MostMailsKept)
            {
                _mails.RemoveAt(0);
            }
            _mails.Add(mail);
        }
        Changed();
        return mail;
    }

    internal void Violated(int connection, SmtpRule rule, string detail)
    {
        lock (_lock)
        {
            _violations.Add(new SmtpViolation(connection, rule, detail));
        }
        Changed();
    }

    void Listen(int port)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        if (Options.ReceiveBuffer is { } octets)
        {
            // Inherited by the connections, and settled with the client when they are made.
            listener.ReceiveBufferSize = octets;
        }
        listener.Listen(512);
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        _listener = listener;
        _accepting = AcceptAsync(listener);
    }

    async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync(_stopping.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
            socket.NoDelay = true;
            lock (_lock)
            {
                var connection = new SmtpConnection(_connections.Count + 1);
                _connections.Add(connection);
                _open.Add(connection.Number, socket);
                _mostAtOnce = Math.Max(_mostAtOnce, _open.Count);
                var isOneTooMany = _open.Count > Options.MostConnections;
                var session = Task.Run(() => ServeAsync(socket, connection, isOneTooMany));
                _sessions.Add(session);
                // The set is only to wait for those that still run.
                _ = session.ContinueWith(Forget, TaskScheduler.Default);
            }
            Changed();
        }
    }

    async Task ServeAsync(Socket socket, SmtpConnection connection, bool isOneTooMany)
    {
        try
        {
            await using var wire = new SmtpWire(socket);
            await new SmtpSession(new SmtpTalk(this, connection, wire)).RunAsync(isOneTooMany, _stopping.Token);
        }
        catch (Exception e)
            when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The other side went away, or the test is over: the ordinary end of many a connection.
        }
        catch (Exception e)
        {
            lock (_lock)
            {
                _surprises.Add(e);
            }
        }
        finally
        {
            lock (_lock)
            {
                _open.Remove(connection.Number);
            }
            connection.IsOpen = false;
            Changed();
        }
    }

    void Forget(Task session)
    {
        lock (_lock)
        {
            _sessions.Remove(session);
        }
    }
}

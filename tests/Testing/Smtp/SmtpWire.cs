using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Distributor.Testing.Smtp;

/// <summary>The octets of one connection, read in large pieces and written in one piece for each group of replies.</summary>
sealed class SmtpWire(Socket socket) : IAsyncDisposable
{
    const int MostBuffered = 8 * 1024 * 1024;

    readonly ArrayBufferWriter<byte> _output = new(1024);
    Stream _stream = new NetworkStream(socket, ownsSocket: true);
    byte[] _input = new byte[64 * 1024];
    int _start;
    int _end;

    public bool IsTls => _stream is SslStream;

    /// <summary>What has come and was not taken yet.</summary>
    public ReadOnlySpan<byte> Buffered => _input.AsSpan(_start.._end);

    public void Advance(int octets) => _start += octets;

    /// <summary>Reads what has come, at least one octet.</summary>
    /// <returns>How many came; 0 at the end, or when a line is longer than any memory should hold.</returns>
    public async ValueTask<int> FillAsync(CancellationToken cancellationToken, int most = int.MaxValue)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _input.Length)
        {
            if (_start == 0)
            {
                if (_input.Length >= MostBuffered)
                {
                    return 0;
                }
                Array.Resize(ref _input, _input.Length * 2);
            }
            else
            {
                Buffer.BlockCopy(_input, _start, _input, 0, _end - _start);
                _end -= _start;
                _start = 0;
            }
        }
        var room = _input.AsMemory(_end);
        var count = await _stream.ReadAsync(room[..Math.Min(room.Length, most)], cancellationToken);
        _end += count;
        return count;
    }

    /// <summary>The next line with its line feed; null at the end of the connection, also in the middle of a line.</summary>
    public async ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        int feed;
        while ((feed = Buffered.IndexOf((byte)'\n')) < 0)
        {
            if (await FillAsync(cancellationToken) == 0)
            {
                return null;
            }
        }
        // Every octet as one character, so that nothing is lost before the parser has judged it.
        var line = Encoding.Latin1.GetString(Buffered[..(feed + 1)]);
        Advance(feed + 1);
        return line;
    }

    /// <summary>Kept until <see cref="FlushAsync"/>.</summary>
    public void Queue(string text) => Encoding.UTF8.GetBytes(text, _output);

    public bool HasOutput => _output.WrittenCount > 0;

    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (_output.WrittenCount > 0)
        {
            await _stream.WriteAsync(_output.WrittenMemory, cancellationToken);
            _output.ResetWrittenCount();
        }
    }

    /// <summary>Goes on encrypted; what came in the clear is forgotten.</summary>
    /// <exception cref="System.Security.Authentication.AuthenticationException">The client does not agree, or does not trust us.</exception>
    public async Task EncryptAsync(SslServerAuthenticationOptions options, CancellationToken cancellationToken)
    {
        _start = _end = 0;
        var encrypted = new SslStream(_stream);
        _stream = encrypted;
        await encrypted.AuthenticateAsServerAsync(options, cancellationToken);
    }

    /// <summary>
    /// Ends our direction and waits a moment for the client to end its own. Closing with unread input would send RST, which
    /// can overtake the last reply.
    /// </summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(1));
        if (_stream is SslStream { IsAuthenticated: true } encrypted)
        {
            await encrypted.ShutdownAsync();
        }
        socket.Shutdown(SocketShutdown.Send);
        var rest = new byte[4096];
        while (await socket.ReceiveAsync(rest, limit.Token) > 0) { }
    }

    public void Reset() => socket.LingerState = new LingerOption(enable: true, seconds: 0);

    public ValueTask DisposeAsync() => _stream.DisposeAsync();
}

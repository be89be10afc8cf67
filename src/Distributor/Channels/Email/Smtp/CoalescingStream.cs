using System.Net.Sockets;

namespace Distributor.Channels.Email.Smtp;

/// <summary>
/// The wire under an SMTP session. Writes are gathered and leave in as few packets as possible: when the buffer is full, and
/// always before a read, because only then does the other side owe us something. A flush sends nothing, so that a command and
/// what follows it travel together.
/// </summary>
/// <remarks>
/// The library above flushes after each block of 4 KB, and not at all when a message ends exactly with one; sending
/// before each read serves both. The socket has TCP_NODELAY, or each message would wait some 40 ms for an acknowledgement.
/// </remarks>
sealed class CoalescingStream(Socket socket, TimeProvider time) : Stream
{
    const int Capacity = 64 * 1024;

    readonly NetworkStream inner = new(socket, ownsSocket: true);
    readonly byte[] waiting = new byte[Capacity];
    readonly CancellationTokenSource limit = new(Timeout.InfiniteTimeSpan, time);
    int length;

    /// <summary>How long the other side may take for the next octet, or to take what is sent.</summary>
    public TimeSpan Patience { get; set; } = Timeout.InfiniteTimeSpan;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="TimeoutException">Nothing came within <see cref="Patience"/>.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await SendAsync(cancellationToken);
        await using var given = Begin(cancellationToken);
        try
        {
            return await inner.ReadAsync(buffer, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooLate();
        }
        finally
        {
            End();
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        while (buffer.Length > 0)
        {
            if (length == Capacity)
            {
                await SendAsync(cancellationToken);
            }
            var fits = Math.Min(buffer.Length, Capacity - length);
            buffer[..fits].CopyTo(waiting.AsMemory(length));
            length += fits;
            buffer = buffer[fits..];
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
            limit.Dispose();
        }
        base.Dispose(disposing);
    }

    async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        if (length == 0)
        {
            return;
        }
        await using var given = Begin(cancellationToken);
        try
        {
            await inner.WriteAsync(waiting.AsMemory(0, length), limit.Token);
            length = 0;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooLate();
        }
        finally
        {
            End();
        }
    }

    CancellationTokenRegistration Begin(CancellationToken cancellationToken)
    {
        limit.CancelAfter(Patience);
        return cancellationToken.UnsafeRegister(source => ((CancellationTokenSource)source!).Cancel(), limit);
    }

    void End()
    {
        if (!limit.IsCancellationRequested)
        {
            limit.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    TimeoutException TooLate() => new($"no answer in {Patience.TotalSeconds:0} s");
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Distributor.Testing;

namespace Distributor.Benchmarks.Mail;

/// <summary>A server on loopback that takes every mail and forgets it.</summary>
internal sealed class MailSink : IAsyncDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly Process process;
    private readonly TemporaryDirectory? folder;

    private MailSink(Process process, int port, TemporaryDirectory? folder)
    {
        this.process = process;
        this.folder = folder;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Postfix's: one thread that reads octet by octet, and so a limit of its own of some 6,000 mails of 28 KB a second.</summary>
    public static Task<MailSink> PostfixAsync(CancellationToken cancellationToken)
    {
        var port = Tool.FreePort();
        var address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        // Started by root it wants another user to be.
        string[] user = Environment.IsPrivilegedProcess ? ["-u", "nobody"] : [];
        return ReadyAsync(Tool.SmtpSink.Start(null, [.. user, address, "1000"]), port, null, cancellationToken);
    }

    /// <summary>Ours in C: a thread for each connection, five times as fast.</summary>
    /// <param name="delay">Before each reply, as of a relay so far away.</param>
    /// <param name="extensions">What it offers, such as <c>PIPELINING</c> and <c>CHUNKING</c>.</param>
    public static async Task<MailSink> FastAsync(
        TimeSpan delay,
        CancellationToken cancellationToken,
        params string[] extensions
    )
    {
        var folder = new TemporaryDirectory();
        var source = Path.Combine(AppContext.BaseDirectory, "Mail", "fast-smtp-sink.c");
        var program = Path.Combine(folder.Path, "fast-smtp-sink");
        await Tool.Compiler.RunAsync(null, cancellationToken, "-O2", "-pthread", "-o", program, source);
        var port = Tool.FreePort();
        var microseconds = delay.TotalMicroseconds.ToString("0", CultureInfo.InvariantCulture);
        var process = Tool.Start(
            program,
            null,
            new() { ["DELAY_US"] = microseconds },
            [port.ToString(CultureInfo.InvariantCulture), .. extensions]
        );
        return await ReadyAsync(process, port, folder, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        folder?.Dispose();
    }

    private static async Task<MailSink> ReadyAsync(
        Process process,
        int port,
        TemporaryDirectory? folder,
        CancellationToken cancellationToken
    )
    {
        var sink = new MailSink(process, port, folder);
        while (!await ListensAsync(port, cancellationToken))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(cancellationToken));
            }
            await Task.Delay(LookEvery, cancellationToken);
        }
        return sink;
    }

    private static async Task<bool> ListensAsync(int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Distributor.Testing.Smtp;

namespace Distributor.Tests.Testing.Smtp;

/// <summary>A client that sends exactly the octets it is told, also wrong ones.</summary>
internal sealed class RawSmtpClient : IAsyncDisposable
{
    private readonly Socket _socket;
    private Stream _stream;

    private RawSmtpClient(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>Connects and reads nothing.</summary>
    public static async Task<RawSmtpClient> ConnectAsync(LoopbackSmtpServer server)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, server.Port);
        return new RawSmtpClient(socket);
    }

    /// <summary>Connects and says EHLO.</summary>
    public static async Task<RawSmtpClient> IntroducedAsync(LoopbackSmtpServer server)
    {
        var client = await ConnectAsync(server);
        await client.ReadReplyAsync();
        await client.AskAsync("EHLO client.test");
        return client;
    }

    public async Task SendAsync(string octets) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(octets));

    /// <summary>Sends a line and reads the reply, whose lines are joined by <c>|</c>.</summary>
    public async Task<string> AskAsync(string line)
    {
        await SendAsync(line + "\r\n");
        return await ReadReplyAsync();
    }

    /// <summary>One reply without line ends, its lines joined by <c>|</c>; empty when the connection ended.</summary>
    public async Task<string> ReadReplyAsync()
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            lines.Add(line.TrimEnd('\r', '\n'));
            if (line.Length < 4 || line[3] != '-')
            {
                break;
            }
        }
        return string.Join('|', lines);
    }

    /// <summary>All until the connection ends, by FIN or RST.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        while (await ReadLineAsync() is { Length: > 0 } line)
        {
            text.Append(line);
        }
        return text.ToString();
    }

    public async Task EncryptAsync(LoopbackSmtpServer server)
    {
        var encrypted = new SslStream(_stream, false, server.Authority.Validate);
        await encrypted.AuthenticateAsClientAsync("localhost");
        _stream = encrypted;
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    /// <summary>Nothing more will be said; what the server still says can be read.</summary>
    public void HalfClose() => _socket.Shutdown(SocketShutdown.Send);

    public void Abort() => _socket.Close(0);

    private async Task<string> ReadLineAsync()
    {
        var line = new StringBuilder();
        var octet = new byte[1];
        try
        {
            while (await _stream.ReadAsync(octet) > 0)
            {
                line.Append((char)octet[0]);
                if (octet[0] == '\n')
                {
                    break;
                }
            }
        }
        catch (IOException)
        {
            // Reset: the end as well.
        }
        return line.ToString();
    }
}

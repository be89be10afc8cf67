using System.Net;
using System.Net.Sockets;
using System.Text;
using Distributor.Channels.Email;
using Distributor.Channels.Email.Smtp;
using Distributor.Delivery;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Distributor.Tests.Channels.Email.Smtp;

/// <summary>What travels together, seen by the other end of a bare connection.</summary>
public sealed class WireTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sender_and_recipient_come_before_either_is_answered()
    {
        var commands = await TalkAsync("250-test\r\n250 PIPELINING\r\n", until: "RCPT TO:<reader@example.org>\r\n");

        Assert.Equal("MAIL FROM:<digest@news.example.org>\r\nRCPT TO:<reader@example.org>\r\n", commands);
    }

    [Fact]
    public async Task Without_pipelining_the_sender_is_answered_first()
    {
        var commands = await TalkAsync("250 test\r\n", until: "\r\n");

        Assert.Equal("MAIL FROM:<digest@news.example.org>\r\n", commands);
    }

    [Fact]
    public async Task What_is_written_leaves_with_the_next_read_and_not_with_a_flush()
    {
        using var listener = Listen();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(listener.LocalEndPoint!, Token);
        using var other = await listener.AcceptAsync(Token);
        using var wire = new CoalescingStream(socket, TimeProvider.System);

        await wire.WriteAsync("one "u8.ToArray(), Token);
        await wire.FlushAsync(Token);
        await wire.WriteAsync("two"u8.ToArray(), Token);
        Assert.Equal(0, other.Available);
        var reading = wire.ReadAsync(new byte[10], Token).AsTask();

        var buffer = new byte[100];
        var read = await other.ReceiveAsync(buffer, Token);
        Assert.Equal("one two", Encoding.ASCII.GetString(buffer, 0, read));
        await other.SendAsync("yes"u8.ToArray(), Token);
        Assert.Equal(3, await reading);
    }

    /// <summary>Greets, answers EHLO, and then only listens until it has heard enough; then it hangs up.</summary>
    static async Task<string> TalkAsync(string capabilities, string until)
    {
        using var listener = Listen();
        var options = new SmtpOptions { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndPoint!).Port };
        var timeouts = new SmtpTimeouts();
        var connector = new MailConnector(options, timeouts, TimeProvider.System);
        var composer = new MimeComposer(Options.Create(Relay.Mail));
        await using var channel = new SmtpChannel(
            composer,
            options,
            connector,
            timeouts,
            TimeProvider.System,
            NullLogger<SmtpChannel>.Instance
        );

        var sending = channel.SendAsync(Samples.Mail, CancellationToken.None);
        var socket = await listener.AcceptAsync(Token);
        await socket.SendAsync("220 test\r\n"u8.ToArray(), Token);
        await HearAsync(socket, "\r\n");
        await socket.SendAsync(Encoding.ASCII.GetBytes(capabilities), Token);
        var heard = await HearAsync(socket, until);
        socket.Close();

        Assert.Equal(DeliveryState.Deferred, (await sending).State);
        return heard;
    }

    static async Task<string> HearAsync(Socket socket, string until)
    {
        var heard = "";
        var buffer = new byte[4096];
        while (!heard.EndsWith(until, StringComparison.Ordinal))
        {
            var read = await socket.ReceiveAsync(buffer, Token);
            Assert.NotEqual(0, read);
            heard += Encoding.ASCII.GetString(buffer, 0, read);
        }
        return heard;
    }

    static Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }
}

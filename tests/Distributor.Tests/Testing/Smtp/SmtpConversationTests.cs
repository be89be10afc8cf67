using Distributor.Testing.Smtp;
using Xunit;

namespace Distributor.Tests.Testing.Smtp;

/// <summary>What the loopback server answers to a client that keeps to the protocol.</summary>
public sealed class SmtpConversationTests
{
    [Fact]
    public async Task A_mail_is_taken_with_its_envelope_and_its_octets()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        await using var client = await RawSmtpClient.IntroducedAsync(server);

        Assert.Equal("250 2.1.0 Ok", await client.AskAsync("MAIL FROM:<b+1@example.org> SIZE=40 BODY=8BITMIME"));
        Assert.Equal("250 2.1.5 Ok", await client.AskAsync("RCPT TO:<reader@example.net>"));
        Assert.StartsWith("354 ", await client.AskAsync("DATA"), StringComparison.Ordinal);
        Assert.Equal("250 2.0.0 Ok: queued", await client.AskAsync("Subject: S\r\n\r\n..dot\r\n...\r\ntext\r\n."));
        Assert.Equal("221 2.0.0 Bye", await client.AskAsync("QUIT"));

        var mail = Assert.Single(server.Mails);
        Assert.Equal("b+1@example.org", mail.From);
        Assert.Equal("8BITMIME", mail.Parameters["BODY"]);
        Assert.Equal("reader@example.net", mail.Recipient);
        Assert.Equal("Subject: S\r\n\r\n.dot\r\n..\r\ntext\r\n", mail.Source);
        Assert.Equal("S", mail.Message.Subject);
        Assert.Equal((1, 1, 1), (mail.Number, mail.Connection, mail.NumberInConnection));
        Assert.True(mail.Answered);
        Assert.False(mail.IsTls);
        Assert.Null(mail.User);
        Assert.Empty(server.Violations);
    }

    [Fact]
    public async Task Commands_in_one_packet_are_answered_in_their_order()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        await using var client = await RawSmtpClient.IntroducedAsync(server);

        await client.SendAsync("mail from:<>\r\nrcpt to:<a@x.test>\r\nRcpt To:<no address>\r\nDATA\r\n");

        Assert.Equal("250 2.1.0 Ok", await client.ReadReplyAsync());
        Assert.Equal("250 2.1.5 Ok", await client.ReadReplyAsync());
        Assert.StartsWith("501 5.5.4", await client.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("354 ", await client.ReadReplyAsync(), StringComparison.Ordinal);

        await client.SendAsync("A: b\r\n\r\n.\r\nMAIL FROM:<c@x.test>\r\nRSET\r\n");

        Assert.StartsWith("250 2.0.0 Ok: queued", await client.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.Equal("250 2.1.0 Ok", await client.ReadReplyAsync());
        Assert.Equal("250 2.0.0 Ok", await client.ReadReplyAsync());
        Assert.Equal("", Assert.Single(server.Mails).From);
        Assert.Equal([SmtpRule.Syntax], server.Violations.Select(violation => violation.Rule));
    }

    [Fact]
    public async Task Chunks_make_one_message_and_may_be_sent_ahead()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        await using var client = await RawSmtpClient.IntroducedAsync(server);

        await client.SendAsync(
            "MAIL FROM:<a@x.test>\r\nRCPT TO:<b@x.test>\r\nBDAT 8\r\nA: b\r\n\r\nBDAT 6 LAST\r\n.\u00e4x\r\n."
        );

        Assert.Equal("250 2.1.0 Ok", await client.ReadReplyAsync());
        Assert.Equal("250 2.1.5 Ok", await client.ReadReplyAsync());
        Assert.Equal("250 2.0.0 8 octets", await client.ReadReplyAsync());
        Assert.Equal("250 2.0.0 Ok: queued", await client.ReadReplyAsync());
        var mail = Assert.Single(server.Mails);
        Assert.True(mail.IsChunked);
        Assert.Equal("A: b\r\n\r\n.\u00e4x\r\n.", mail.Source);
        Assert.Empty(server.Violations);
    }

    [Fact]
    public async Task What_is_switched_off_is_not_offered()
    {
        var all = new SmtpServerOptions
        {
            User = "u",
            Password = "p",
            Extensions = new() { StartTls = true, Size = 5 },
        };
        var none = new SmtpServerOptions
        {
            Extensions = new()
            {
                Pipelining = false,
                Chunking = false,
                EightBitMime = false,
                SmtpUtf8 = false,
                Size = null,
                EnhancedStatusCodes = false,
            },
        };

        Assert.Equal(
            "250-mx.loopback.test|250-PIPELINING|250-SIZE 5|250-STARTTLS|250-AUTH PLAIN LOGIN|250-ENHANCEDSTATUSCODES"
                + "|250-8BITMIME|250-SMTPUTF8|250 CHUNKING",
            await OfferAsync(all)
        );
        Assert.Equal("250 mx.loopback.test", await OfferAsync(none));
        Assert.Equal("500 5.5.1 Error: command not recognized", await OfferAsync(new() { HeloOnly = true }));
    }

    [Fact]
    public async Task Encryption_begins_anew_and_is_noted_with_the_user()
    {
        await using var server = await LoopbackSmtpServer.StartAsync(
            new()
            {
                User = "u",
                Password = "p\u00e4ss",
                RequireTls = true,
                RequireTlsForAuth = true,
                RequireAuth = true,
                Extensions = new() { StartTls = true },
            }
        );
        await using var client = await RawSmtpClient.IntroducedAsync(server);

        Assert.StartsWith("530 5.7.0", await client.AskAsync("MAIL FROM:<a@x.test>"), StringComparison.Ordinal);
        Assert.Equal("220 2.0.0 Ready to start TLS", await client.AskAsync("STARTTLS"));
        await client.EncryptAsync(server);
        Assert.DoesNotContain("STARTTLS", await client.AskAsync("EHLO client.test"), StringComparison.Ordinal);
        Assert.StartsWith("530 5.7.0", await client.AskAsync("MAIL FROM:<a@x.test>"), StringComparison.Ordinal);
        Assert.StartsWith("535 5.7.8", await client.AskAsync("AUTH PLAIN AHUAeA=="), StringComparison.Ordinal);
        Assert.Equal("334 VXNlcm5hbWU6", await client.AskAsync("AUTH LOGIN"));
        Assert.Equal("334 UGFzc3dvcmQ6", await client.AskAsync("dQ=="));
        Assert.StartsWith("235 2.7.0", await client.AskAsync("cMOkc3M="), StringComparison.Ordinal);
        await client.SendAsync("MAIL FROM:<a@x.test>\r\nRCPT TO:<b@x.test>\r\nBDAT 6 LAST\r\nA: b\r\n");
        await server.WaitForMailsAsync(1, TestContext.Current.CancellationToken);

        var mail = Assert.Single(server.Mails);
        Assert.True(mail.IsTls);
        Assert.Equal("u", mail.User);
        Assert.Empty(server.Violations);
        Assert.DoesNotContain(
            server.Connections[0].Transcript,
            line => line.Contains("cMOkc3M=", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Limits_are_told_with_their_codes()
    {
        await using var server = await LoopbackSmtpServer.StartAsync(
            new()
            {
                MostMessagesPerConnection = 1,
                MostConnections = 1,
                MostRecipients = 1,
                Extensions = new() { Size = 8 },
            }
        );
        await using var client = await RawSmtpClient.IntroducedAsync(server);
        await using var second = await RawSmtpClient.ConnectAsync(server);

        Assert.StartsWith("421 4.7.0", await second.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.StartsWith("552 5.3.4", await client.AskAsync("MAIL FROM:<a@x.test> SIZE=9"), StringComparison.Ordinal);
        await client.AskAsync("MAIL FROM:<a@x.test>");
        await client.AskAsync("RCPT TO:<b@x.test>");
        Assert.StartsWith("452 4.5.3", await client.AskAsync("RCPT TO:<c@x.test>"), StringComparison.Ordinal);
        await client.AskAsync("DATA");
        Assert.StartsWith("552 5.3.4", await client.AskAsync("A: 123456789\r\n."), StringComparison.Ordinal);
        await client.SendAsync(
            "MAIL FROM:<a@x.test>\r\nRCPT TO:<b@x.test>\r\nBDAT 6 LAST\r\nA: b\r\nMAIL FROM:<a@x.test>\r\n"
        );
        var rest = await client.ReadToEndAsync();

        Assert.Contains(
            "250 2.0.0 Ok: queued\r\n421 4.7.0 mx.loopback.test Too many messages",
            rest,
            StringComparison.Ordinal
        );
        Assert.Equal((2, 2), (server.ConnectionsOpened, server.MostConnectionsAtOnce));
        Assert.Empty(server.Violations);
    }

    [Fact]
    public async Task A_session_of_errors_is_ended()
    {
        await using var server = await LoopbackSmtpServer.StartAsync(new() { MostErrors = 2 });
        await using var client = await RawSmtpClient.IntroducedAsync(server);

        await client.AskAsync("VRFY a");
        await client.SendAsync("VRFY b\r\n");

        Assert.Equal(
            "502 5.5.1 Command not implemented\r\n421 4.7.0 mx.loopback.test Error: too many errors\r\n",
            await client.ReadToEndAsync()
        );
    }

    [Fact]
    public async Task A_server_that_went_away_comes_back_on_its_port()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        var port = server.Port;
        await using var before = await RawSmtpClient.IntroducedAsync(server);

        server.StopListening();
        var refused = await Assert.ThrowsAsync<System.Net.Sockets.SocketException>(() =>
            RawSmtpClient.ConnectAsync(server)
        );
        Assert.Equal("250 2.0.0 Ok", await before.AskAsync("NOOP"));
        server.CutConnections();
        await server.WaitAsync(() => server.ConnectionsOpen == 0, TestContext.Current.CancellationToken);
        server.ResumeListening();
        await using var after = await RawSmtpClient.IntroducedAsync(server);

        Assert.Equal(System.Net.Sockets.SocketError.ConnectionRefused, refused.SocketErrorCode);
        Assert.Equal("", await before.ReadToEndAsync());
        Assert.Equal("250 2.0.0 Ok", await after.AskAsync("NOOP"));
        Assert.Equal(port, server.Port);
    }

    private static async Task<string> OfferAsync(SmtpServerOptions options)
    {
        await using var server = await LoopbackSmtpServer.StartAsync(options);
        await using var client = await RawSmtpClient.ConnectAsync(server);
        await client.ReadReplyAsync();
        return await client.AskAsync("EHLO client.test");
    }
}

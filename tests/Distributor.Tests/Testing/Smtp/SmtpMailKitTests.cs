using Distributor.Testing.Smtp;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Xunit;

namespace Distributor.Tests.Testing.Smtp;

/// <summary>MailKit and the loopback server understand each other, and MailKit sees each fault as what it is.</summary>
public sealed class SmtpMailKitTests
{
    private const string Text = "\u00e4\r\n.\r\n..dots\r\n";

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, false, true)]
    [InlineData(true, true, false)]
    [InlineData(false, false, false)]
    public async Task MailKit_breaks_no_rule_whatever_is_offered(bool pipelining, bool chunking, bool rest)
    {
        await using var server = await LoopbackSmtpServer.StartAsync(
            new()
            {
                Extensions = new()
                {
                    Pipelining = pipelining,
                    Chunking = chunking,
                    EightBitMime = rest,
                    SmtpUtf8 = rest,
                    Size = rest ? 1_000_000 : null,
                },
            }
        );
        using var client = new ChunkingClient();
        await client.ConnectAsync("127.0.0.1", server.Port, SecureSocketOptions.None, Patience);

        for (var i = 0; i < 3; i++)
        {
            using var mail = Mail();
            await client.SendAsync(mail, Patience);
        }
        await client.DisconnectAsync(quit: true, Patience);

        Assert.Empty(server.Violations);
        Assert.Equal([1, 2, 3], server.Mails.Select(mail => mail.NumberInConnection));
        Assert.All(server.Mails, mail => Assert.Equal(chunking, mail.IsChunked));
        Assert.All(server.Mails, mail => Assert.True(mail.Answered));
        Assert.All(server.Mails, mail => Assert.Equal(Text, mail.Message.TextBody!.ReplaceLineEndings("\r\n")));
    }

    [Fact]
    public async Task An_old_server_is_spoken_to_without_extensions()
    {
        await using var server = await LoopbackSmtpServer.StartAsync(new() { HeloOnly = true });
        using var client = await ConnectedAsync(server);
        using var mail = Mail();

        await client.SendAsync(mail, Patience);

        Assert.Single(server.Mails);
        Assert.Empty(server.Violations);
    }

    [Theory]
    [InlineData(true, "PLAIN")]
    [InlineData(true, "LOGIN")]
    [InlineData(false, "PLAIN")]
    [InlineData(false, "LOGIN")]
    public async Task Encryption_and_password_are_those_of_a_real_server(bool implicitTls, string mechanism)
    {
        await using var server = await LoopbackSmtpServer.StartAsync(
            new()
            {
                ImplicitTls = implicitTls,
                RequireTls = true,
                RequireTlsForAuth = true,
                RequireAuth = true,
                User = "user",
                Password = "p\u00e4ss",
                Extensions = new() { StartTls = !implicitTls, Auth = [mechanism] },
            }
        );
        using var client = new SmtpClient { ServerCertificateValidationCallback = server.Authority.Validate };
        var security = implicitTls ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;
        await client.ConnectAsync("127.0.0.1", server.Port, security, Patience);
        using var mail = Mail();

        await Assert.ThrowsAsync<AuthenticationException>(() => client.AuthenticateAsync("user", "wrong", Patience));
        await client.AuthenticateAsync("user", "p\u00e4ss", Patience);
        await client.SendAsync(mail, Patience);

        Assert.Equal((true, "user"), (server.Mails[0].IsTls, server.Mails[0].User));
        Assert.Empty(server.Violations);
    }

    [Fact]
    public async Task A_certificate_nobody_trusts_or_of_another_name_is_refused_by_the_client()
    {
        await using var server = await LoopbackSmtpServer.StartAsync(new() { Extensions = new() { StartTls = true } });
        await using var other = await LoopbackSmtpServer.StartAsync(
            new()
            {
                CertificateName = "other.test",
                Extensions = new() { StartTls = true },
            }
        );
        using var distrusting = new SmtpClient();
        using var particular = new SmtpClient { ServerCertificateValidationCallback = other.Authority.Validate };

        await Assert.ThrowsAsync<SslHandshakeException>(() =>
            distrusting.ConnectAsync("127.0.0.1", server.Port, SecureSocketOptions.StartTls, Patience)
        );
        await Assert.ThrowsAsync<SslHandshakeException>(() =>
            particular.ConnectAsync("127.0.0.1", other.Port, SecureSocketOptions.StartTls, Patience)
        );
    }

    [Fact]
    public async Task Answers_arrive_with_their_codes()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        using var client = await ConnectedAsync(server);
        using var mail = Mail();

        server.Faults.Next(SmtpVerb.Rcpt, SmtpFault.Reply(550, "5.1.1", "User unknown"));
        var unknown = await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(mail, Patience));
        server.Faults.Next(SmtpVerb.EndOfData, SmtpFault.Reply(451, "4.3.0", "Later"));
        var later = await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(mail, Patience));
        Assert.True(client.IsConnected);
        server.Faults.Next(SmtpVerb.Mail, SmtpFault.Reply(421, "4.7.0", "Going down"));
        var down = await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(mail, Patience));

        Assert.Equal((SmtpErrorCode.RecipientNotAccepted, 550), (unknown.ErrorCode, (int)unknown.StatusCode));
        Assert.Equal("5.1.1 User unknown", unknown.Message);
        Assert.Equal((SmtpErrorCode.MessageNotAccepted, 451), (later.ErrorCode, (int)later.StatusCode));
        Assert.Equal(421, (int)down.StatusCode);
        Assert.False(client.IsConnected);
        Assert.Empty(server.Mails);
        Assert.Empty(server.Violations);
    }

    public static TheoryData<SmtpFault, int> Ends =>
        new()
        {
            { SmtpFault.Drop(), 0 },
            { SmtpFault.TakeAndDrop(), 1 },
            { SmtpFault.HalfLine(), 1 },
            { SmtpFault.Raw("what?\r\n"), 1 },
        };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task An_answer_that_never_came_is_a_fault_of_the_connection(SmtpFault fault, int taken)
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        server.Faults.Next(SmtpVerb.EndOfData, fault);
        using var client = await ConnectedAsync(server);
        using var mail = Mail();

        await Assert.ThrowsAsync<SmtpProtocolException>(() => client.SendAsync(mail, Patience));

        Assert.Equal(taken, server.Mails.Count);
        Assert.DoesNotContain(server.Mails, received => received.Answered);
    }

    [Fact]
    public async Task Many_connections_at_once_lose_no_mail()
    {
        await using var server = await LoopbackSmtpServer.StartAsync(
            new() { KeepContent = false, KeepTranscript = false }
        );
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(SendManyAsync, Patience)));
        await server.WaitForMailsAsync(800, Patience);
        await server.WaitAsync(() => server.ConnectionsOpen == 0, Patience);

        Assert.Equal(800, server.Mails.Select(mail => mail.Number).Distinct().Count());
        Assert.Equal(8, server.ConnectionsOpened);
        Assert.InRange(server.MostConnectionsAtOnce, 1, 8);
        Assert.Empty(server.Violations);

        async Task SendManyAsync()
        {
            using var client = new ChunkingClient();
            await client.ConnectAsync("127.0.0.1", server.Port, SecureSocketOptions.None, Patience);
            using var mail = Mail();
            for (var i = 0; i < 100; i++)
            {
                await client.SendAsync(mail, Patience);
            }
            await client.DisconnectAsync(quit: true, Patience);
        }
    }

    private static async Task<SmtpClient> ConnectedAsync(LoopbackSmtpServer server)
    {
        var client = new SmtpClient();
        await client.ConnectAsync("127.0.0.1", server.Port, SecureSocketOptions.None, Patience);
        return client;
    }

    private static MimeMessage Mail()
    {
        var mail = new MimeMessage
        {
            Subject = "S",
            Body = new TextPart("plain") { Text = Text },
        };
        mail.From.Add(new MailboxAddress("News", "news@news.test"));
        mail.To.Add(new MailboxAddress("Reader", "reader@reader.test"));
        return mail;
    }

    /// <summary>Uses BDAT where it is offered, also for a text that does not need it.</summary>
    private sealed class ChunkingClient : SmtpClient
    {
        protected override bool PreferSendAsBinaryData => true;
    }
}

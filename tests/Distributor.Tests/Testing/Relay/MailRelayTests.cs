using Distributor.Testing.Relay;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using Xunit;

namespace Distributor.Tests.Testing.Relay;

/// <summary>The real Postfix and Dovecot carry mails from a client to a mailbox.</summary>
public sealed class MailRelayTests
{
    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mails_sent_over_STARTTLS_with_AUTH_are_read_over_IMAP()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, MailRelay.Missing ?? "");
        await using var relay = await MailRelay.StartAsync(cancellationToken: Patience);
        using var client = new SmtpClient { ServerCertificateValidationCallback = relay.Authority.Validate };
        await client.ConnectAsync("127.0.0.1", relay.SmtpPort, SecureSocketOptions.StartTls, Patience);
        await client.AuthenticateAsync(relay.User, relay.Password, Patience);

        for (var i = 1; i <= 5; i++)
        {
            using var message = Mail($"Digest {i}");
            await client.SendAsync(
                message,
                new MailboxAddress("", $"b+{i}@bounce.test"),
                [new MailboxAddress("", $"reader{i}@reader.test")],
                Patience
            );
        }
        await client.DisconnectAsync(quit: true, Patience);
        await relay.WaitForDeliveredAsync(5, Patience);

        var mails = await relay.ReadMailboxAsync(Patience);
        Assert.Equal(
            Enumerable.Range(1, 5).Select(i => ($"Digest {i}", $"b+{i}@bounce.test", $"reader{i}@reader.test")),
            mails.Select(mail => (mail.Message.Subject!, mail.ReturnPath, mail.DeliveredTo)).Order()
        );
        Assert.Equal(5, relay.Delivered);
        Assert.Empty(relay.Undelivered);
    }

    [Fact]
    public async Task Without_a_password_and_for_an_unknown_reader_nothing_is_taken()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, MailRelay.Missing ?? "");
        await using var relay = await MailRelay.StartAsync(refused: ["gone@reader.test"], cancellationToken: Patience);
        using var client = new SmtpClient { ServerCertificateValidationCallback = relay.Authority.Validate };
        using var message = MailTo("gone@reader.test");

        await client.ConnectAsync("127.0.0.1", relay.SmtpPort, SecureSocketOptions.StartTls, Patience);
        var stranger = await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(message, Patience));
        await Assert.ThrowsAsync<AuthenticationException>(() =>
            client.AuthenticateAsync(relay.User, "another", Patience)
        );
        await client.AuthenticateAsync(relay.User, relay.Password, Patience);
        var unknown = await Assert.ThrowsAsync<SmtpCommandException>(() => client.SendAsync(message, Patience));

        Assert.Equal(554, (int)stranger.StatusCode);
        Assert.Equal(550, (int)unknown.StatusCode);
        Assert.StartsWith("5.1.1", unknown.Message, StringComparison.Ordinal);
        Assert.Empty(await relay.ReadMailboxAsync(Patience));
    }

    [Fact]
    public async Task A_mail_that_bounces_comes_back_as_a_delivery_status_notification()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, MailRelay.Missing ?? "");
        await using var relay = await MailRelay.StartAsync(bouncing: ["gone@reader.test"], cancellationToken: Patience);
        using var client = new SmtpClient { ServerCertificateValidationCallback = relay.Authority.Validate };
        using var message = MailTo("gone@reader.test");

        await client.ConnectAsync("127.0.0.1", relay.SmtpPort, SecureSocketOptions.StartTls, Patience);
        await client.AuthenticateAsync(relay.User, relay.Password, Patience);
        await client.SendAsync(message, Patience);
        await relay.WaitForDeliveredAsync(1, Patience);

        var report = Assert.Single(await relay.ReadMailboxAsync(Patience));
        Assert.Equal(("", "news@news.test"), (report.ReturnPath, report.DeliveredTo));
        var parts = Assert.IsType<MultipartReport>(report.Message.Body);
        var status = Assert.Single(parts.OfType<MessageDeliveryStatus>());
        Assert.Equal("5.1.1", status.StatusGroups[1]["Status"]);
        Assert.Single(relay.Undelivered);
    }

    private static MimeMessage MailTo(string recipient)
    {
        var message = Mail("For nobody");
        message.From.Add(new MailboxAddress("", "news@news.test"));
        message.To.Add(new MailboxAddress("", recipient));
        return message;
    }

    private static MimeMessage Mail(string subject) =>
        new()
        {
            Subject = subject,
            Body = new TextPart("plain") { Text = "Text\r\n.\r\n..with dots" },
        };
}

using Distributor.Channels.Email;
using Distributor.Channels.Email.Smtp;
using Distributor.Delivery;
using Distributor.Testing.Relay;
using Distributor.Tests.Channels.Email.Dkim;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Distributor.Tests.Channels.Email.Smtp;

/// <summary>The channel and the Postfix of the distribution, with a Dovecot mailbox behind it.</summary>
public sealed class PostfixTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_signed_mails_reach_the_mailbox_over_STARTTLS_with_a_login()
    {
        const int Count = 1_000;
        Assert.SkipUnless(Environment.IsPrivilegedProcess, MailRelay.Missing ?? "");
        using var keys = DkimKeys.Create("rsa");
        await using var relay = await MailRelay.StartAsync(cancellationToken: Token);
        await using var channel = Channel(relay, keys);

        var outcomes = await Task.WhenAll(
            Enumerable.Range(1, Count).Select(number => channel.SendAsync(Message(number), Token))
        );
        await relay.WaitForDeliveredAsync(Count, Token);

        Assert.All(outcomes, outcome => Assert.Equal(DeliveryState.Accepted, outcome.State));
        Assert.Empty(relay.Undelivered);
        var mails = await relay.ReadMailboxAsync(Token);
        Assert.Equal(
            outcomes.Select(outcome => outcome.ExternalId).Order(StringComparer.Ordinal),
            mails.Select(mail => mail.Message.MessageId).Order(StringComparer.Ordinal)
        );
        Assert.All(mails, mail => Assert.True(keys.Verifies(mail.Message)));
        var check = new DkimCheck(new Dictionary<string, string> { ["s1._domainkey.news.example.org"] = keys.Record });
        Assert.All(
            await check.VerifyAllAsync([.. mails.Take(50).Select(mail => mail.Raw)], Token),
            verdict => Assert.True(verdict.IsValid, verdict.ToString())
        );
    }

    [Fact]
    public async Task A_reader_the_relay_does_not_know_is_gone_and_the_others_are_not()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, MailRelay.Missing ?? "");
        using var keys = DkimKeys.Create("ed25519");
        await using var relay = await MailRelay.StartAsync(refused: ["reader2@reader.test"], cancellationToken: Token);
        await using var channel = Channel(relay, keys);

        var outcomes = new List<Outcome>();
        foreach (var number in Enumerable.Range(1, 3))
        {
            outcomes.Add(await channel.SendAsync(Message(number), Token));
        }

        Assert.Equal(
            [SmtpFaultTests.Result.Accepted, SmtpFaultTests.Result.Gone, SmtpFaultTests.Result.Accepted],
            outcomes.Select(SmtpFaultTests.ResultOf)
        );
    }

    static SmtpChannel Channel(MailRelay relay, DkimKeys keys)
    {
        var options = new SmtpOptions
        {
            Host = "127.0.0.1",
            Port = relay.SmtpPort,
            Security = SmtpSecurity.StartTls,
            UserName = relay.User,
            Password = relay.Password,
        };
        var timeouts = new SmtpTimeouts();
        return new SmtpChannel(
            new MimeComposer(Options.Create(Relay.Mail), keys.Signer),
            options,
            new MailConnector(options, timeouts, TimeProvider.System, relay.Authority.Validate),
            timeouts,
            TimeProvider.System,
            NullLogger<SmtpChannel>.Instance
        );
    }

    static Distributor.Channels.EmailMessage Message(int number) =>
        Relay.Message(number) with
        {
            To = $"reader{number}@reader.test",
            EnvelopeFrom = $"b+12-{number}-1.abcdefgh@bounce.test",
        };
}

using Distributor.Channels.Email;
using Distributor.Channels.Email.Smtp;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Testing.Relay;
using Distributor.Tests.Channels.Email.Dkim;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MimeKit;
using Xunit;

namespace Distributor.Tests.RealTime;

/// <summary>Digests planned and sent by the application, taken by Postfix, read in Dovecot.</summary>
[Collection(RealTimeTests.Name)]
public sealed class RealRelayTests
{
    private const string KeyName = "s1._domainkey.news.example.org";
    private const int Sample = 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory(Timeout = RealTimeTests.Hopeless)]
    [InlineData("rsa", 1000)]
    [InlineData("ed25519", 100)]
    public async Task Digests_reach_their_mailbox_through_a_real_relay_and_their_signatures_hold(
        string key,
        int readers
    )
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, MailRelay.Missing ?? "");
        using var keys = DkimKeys.Create(key);
        await using var relay = await MailRelay.StartAsync(cancellationToken: Token);
        await using var app = await WorkingApp.StartAsync(
            DatabaseProvider.Postgres,
            builder => Trust(builder, relay),
            "--Smtp:Host=127.0.0.1",
            $"--Smtp:Port={relay.SmtpPort}",
            "--Smtp:Security=starttls",
            $"--Smtp:UserName={relay.User}",
            $"--Smtp:Password={relay.Password}",
            "--Mail:FromAddress=digest@news.example.org",
            "--Mail:BounceDomain=bounce.news.example.org",
            "--Dkim:Domain=news.example.org",
            "--Dkim:Selector=s1",
            $"--Dkim:PrivateKeyFile={keys.File}"
        );
        var addresses = Enumerable.Range(1, readers).Select(i => $"reader{i}@reader.test").ToList();
        await app.ImportAsync(addresses.Prepend("email"));
        await app.LogInAsync();
        await app.PushAsync("Twelve ports agree on quieter nights", "World");

        Assert.Equal(readers, await app.DigestNowAsync());
        await relay.WaitForDeliveredAsync(readers, Token);
        await WorkingApp.UntilAsync(
            "every row is accepted",
            async () => (await app.StatesAsync()).GetValueOrDefault(DeliveryState.Accepted) == readers
        );

        var mails = await relay.ReadMailboxAsync(Token);
        Assert.Empty(relay.Undelivered);
        Assert.Equal(addresses.Order(StringComparer.Ordinal), mails.Select(To).Order(StringComparer.Ordinal));
        Assert.Equal(mails.Select(mail => mail.DeliveredTo), mails.Select(To));
        Assert.Equal(readers, mails.Select(mail => mail.Message.MessageId).Distinct().Count());
        Assert.Equal(readers, mails.Select(mail => mail.ReturnPath).Distinct().Count());
        Assert.All(mails, AssertCanBeLeft);
        Assert.All(mails, mail => Assert.True(keys.Verifies(mail.Message), mail.DeliveredTo));
        await AssertAnotherVerifierAgreesAsync(keys, key, mails);
    }

    /// <summary>The relay's authority in place of the machine's; all else is the channel as it is wired.</summary>
    private static void Trust(WebApplicationBuilder builder, MailRelay relay) =>
        builder.Services.Replace(
            ServiceDescriptor.Singleton(provider =>
            {
                var options = provider.GetRequiredService<IOptions<SmtpOptions>>().Value;
                var time = provider.GetRequiredService<TimeProvider>();
                var timeouts = new SmtpTimeouts();
                return new SmtpChannel(
                    provider.GetRequiredService<MimeComposer>(),
                    options,
                    new MailConnector(options, timeouts, time, relay.Authority.Validate),
                    timeouts,
                    time,
                    provider.GetRequiredService<ILogger<SmtpChannel>>()
                );
            })
        );

    private static string To(RelayedMail mail) => mail.Message.To.Mailboxes.Single().Address;

    /// <summary>RFC 8058: both headers, and the signature covers both.</summary>
    private static void AssertCanBeLeft(RelayedMail mail)
    {
        Assert.Matches("^<https?://.+/unsubscribe/.+>$", mail.Message.Headers[HeaderId.ListUnsubscribe]);
        Assert.Equal("List-Unsubscribe=One-Click", mail.Message.Headers["List-Unsubscribe-Post"]);
        Assert.Equal("Twelve ports agree on quieter nights", mail.Message.Subject!.Replace('\u00A0', ' '));
    }

    private static async Task AssertAnotherVerifierAgreesAsync(
        DkimKeys keys,
        string key,
        IReadOnlyList<RelayedMail> mails
    )
    {
        var check = new DkimCheck(new Dictionary<string, string> { [KeyName] = keys.Record });
        var some = mails.Where((_, i) => i % (mails.Count / Sample) == 0).Select(mail => mail.Raw).ToList();
        foreach (var verdict in await check.VerifyAllAsync(some, Token))
        {
            Assert.True(verdict.IsValid, verdict.ToString());
            var signature = Assert.Single(verdict.Signatures);
            Assert.Equal($"{key}-sha256", signature.Algorithm);
            Assert.Contains("list-unsubscribe", signature.SignedHeaders);
            Assert.Contains("list-unsubscribe-post", signature.SignedHeaders);
        }
        Bench.Print($"{mails.Count} mails signed with {key} through Postfix to Dovecot, {some.Count} verified twice");
    }
}

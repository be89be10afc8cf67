using System.Net;
using Distributor.Channels.Email;
using Distributor.Channels.Email.Smtp;
using Distributor.Delivery;
using Distributor.Testing.Smtp;
using Xunit;

namespace Distributor.Tests.Channels.Email.Smtp;

public sealed class SmtpSecurityTests
{
    [Theory]
    [InlineData(SmtpSecurity.StartTls)]
    [InlineData(SmtpSecurity.Auto)]
    public async Task Mail_goes_encrypted_where_the_relay_offers_it(SmtpSecurity security)
    {
        await using var relay = await Relay.StartAsync(
            Offering(startTls: true),
            new SmtpOptions { Security = security }
        );

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 20).Select(relay.SendAsync));

        Assert.All(outcomes, outcome => Assert.Equal(DeliveryState.Accepted, outcome.State));
        Assert.All(relay.Server.Mails, mail => Assert.True(mail.IsTls));
        Assert.Empty(relay.Server.Violations);
    }

    [Fact]
    public async Task Mail_goes_encrypted_from_the_first_octet()
    {
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions { ImplicitTls = true },
            new SmtpOptions { Security = SmtpSecurity.Tls }
        );
        // Large, so that what is gathered on the wire is sent more than once.
        var message = Samples.Mail with
        {
            Text = string.Concat(Enumerable.Repeat("größe ", 40_000)),
        };

        Assert.Equal(DeliveryState.Accepted, (await relay.SendAsync(message)).State);
        Assert.True(Assert.Single(relay.Server.Mails).IsTls);
    }

    [Fact]
    public async Task Encryption_that_must_be_and_is_not_offered_stops_the_channel()
    {
        await using var relay = await Relay.StartAsync(settings: new SmtpOptions { Security = SmtpSecurity.StartTls });

        var outcome = await relay.SendAsync();

        Assert.Equal(SmtpFaultTests.Result.Account, SmtpFaultTests.ResultOf(outcome));
        Assert.Contains("Smtp:Security", outcome.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(
            relay.Server.Connections[0].Commands,
            line => line.StartsWith("MAIL", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(SmtpSecurity.StartTls, false)]
    [InlineData(SmtpSecurity.Auto, false)]
    [InlineData(SmtpSecurity.Tls, true)]
    public async Task A_certificate_nobody_vouches_for_stops_the_channel(SmtpSecurity security, bool implicitTls)
    {
        await using var relay = await Relay.StartAsync(
            Offering(startTls: !implicitTls) with
            {
                ImplicitTls = implicitTls,
            },
            new SmtpOptions { Security = security },
            trusts: false
        );

        var outcome = await relay.SendAsync();

        Assert.Equal(SmtpFaultTests.Result.Account, SmtpFaultTests.ResultOf(outcome));
        Assert.StartsWith("TLS: ", outcome.Reason, StringComparison.Ordinal);
        Assert.Contains("certificate", outcome.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(relay.Server.Mails);
    }

    [Fact]
    public async Task A_certificate_of_another_host_stops_the_channel()
    {
        await using var relay = await Relay.StartAsync(
            Offering(startTls: true) with
            {
                CertificateName = "elsewhere.example.org",
            }
        );

        Assert.StartsWith("TLS: ", (await relay.SendAsync()).Reason, StringComparison.Ordinal);
        Assert.Empty(relay.Server.Mails);
    }

    [Theory]
    [InlineData("PLAIN", true)]
    [InlineData("LOGIN", true)]
    [InlineData("PLAIN", false)]
    public async Task A_user_logs_in_once_for_each_connection(string mechanism, bool startTls)
    {
        await using var relay = await Relay.StartAsync(
            Offering(startTls) with
            {
                User = "news",
                Password = "pässword",
                RequireAuth = true,
                Extensions = new() { StartTls = startTls, Auth = [mechanism] },
            },
            new SmtpOptions
            {
                UserName = "news",
                Password = "pässword",
                Connections = 1,
            }
        );

        await relay.SendAsync(1);
        await relay.SendAsync(2);

        Assert.Equal(["news", "news"], relay.Server.Mails.Select(mail => mail.User));
        Assert.Single(relay.Server.Connections[0].Commands, line => line.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_password_stops_the_channel_and_names_the_setting()
    {
        await using var relay = await Relay.StartAsync(
            Offering(startTls: true) with
            {
                User = "news",
                Password = "right",
            },
            new SmtpOptions { UserName = "news", Password = "wrong" }
        );

        var outcome = await relay.SendAsync();
        await relay.Server.WaitAsync(() => relay.Server.ConnectionsOpen == 0);

        Assert.Equal(SmtpFaultTests.Result.Account, SmtpFaultTests.ResultOf(outcome));
        Assert.StartsWith("login: 535 5.7.8 ", outcome.Reason, StringComparison.Ordinal);
        Assert.Contains("Smtp:UserName", outcome.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", outcome.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SmtpVerb.StartTls, 454)]
    [InlineData(SmtpVerb.StartTls, 0)]
    [InlineData(SmtpVerb.Auth, 454)]
    [InlineData(SmtpVerb.Auth, 421)]
    [InlineData(SmtpVerb.Auth, 0)]
    public async Task A_relay_that_fails_at_encryption_or_login_stops_the_channel_and_the_next_mail_goes(
        SmtpVerb verb,
        int code
    )
    {
        await using var relay = await Relay.StartAsync(
            Offering(startTls: true) with
            {
                User = "news",
                Password = "secret",
                // One way to log in: of several the next would be tried.
                Extensions = new() { StartTls = true, Auth = ["PLAIN"] },
            },
            new SmtpOptions { UserName = "news", Password = "secret" }
        );
        relay.Server.Faults.Next(
            verb,
            code == 0 ? SmtpFault.Drop() : SmtpFault.Reply(code, code == 421 ? "4.3.2" : "4.7.0", "Not now")
        );

        var outcome = await relay.SendAsync(1);

        Assert.Equal(SmtpFaultTests.Result.Account, SmtpFaultTests.ResultOf(outcome));
        Assert.Contains(code == 0 ? "the connection was lost" : $"{code} 4.", outcome.Reason, StringComparison.Ordinal);
        Assert.Equal(DeliveryState.Accepted, (await relay.SendAsync(2)).State);
        Assert.Equal("news", Assert.Single(relay.Server.Mails).User);
    }

    [Fact]
    public async Task A_relay_that_knows_no_users_stops_a_channel_with_one()
    {
        await using var relay = await Relay.StartAsync(
            settings: new SmtpOptions { UserName = "news", Password = "secret" }
        );

        var outcome = await relay.SendAsync();

        Assert.Equal(SmtpFaultTests.Result.Account, SmtpFaultTests.ResultOf(outcome));
        Assert.StartsWith("login: ", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_relay_that_wants_a_user_stops_a_channel_without()
    {
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions
            {
                User = "news",
                Password = "secret",
                RequireAuth = true,
            }
        );

        Assert.Equal(SmtpFaultTests.Result.Account, SmtpFaultTests.ResultOf(await relay.SendAsync()));
    }

    [Theory]
    [InlineData("127.0.0.1", false, true)]
    [InlineData("::1", false, true)]
    [InlineData("::ffff:127.0.0.1", false, true)]
    [InlineData("192.0.2.1", true, true)]
    [InlineData("192.0.2.1", false, false)]
    [InlineData("10.0.0.1", false, false)]
    [InlineData("2001:db8::1", false, false)]
    public void A_password_leaves_the_machine_encrypted_or_not_at_all(string relay, bool encrypted, bool may) =>
        Assert.Equal(may, MailConnector.MayCarryPassword(encrypted, IPAddress.Parse(relay)));

    static SmtpServerOptions Offering(bool startTls) => new() { Extensions = new() { StartTls = startTls } };
}

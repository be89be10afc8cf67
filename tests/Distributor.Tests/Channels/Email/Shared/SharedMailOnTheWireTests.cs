using Distributor.Channels.Email;
using Distributor.Delivery;
using Distributor.Testing.Relay;
using Distributor.Testing.Smtp;
using Distributor.Tests.Channels.Email.Dkim;
using Distributor.Tests.Channels.Email.Smtp;
using Microsoft.Extensions.Options;
using MimeKit;
using Xunit;

namespace Distributor.Tests.Channels.Email.Shared;

/// <summary>Spliced octets through the real channel to a server, with and without a signature.</summary>
public sealed class SharedMailOnTheWireTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_arrives_is_what_was_composed_mail_after_mail(bool chunking)
    {
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions { Extensions = new() { Chunking = chunking } }
        );
        var composer = SharedSamples.Composer();

        for (var reader = 1; reader <= 3; reader++)
        {
            var outcome = await relay.SendAsync(SharedSamples.Mail(composer, reader));
            Assert.Equal(DeliveryState.Accepted, outcome.State);
            Assert.Equal($"12-{reader}-1@news.example.org", outcome.ExternalId);
        }

        Assert.Empty(relay.Server.Violations);
        Assert.Equal(3, relay.Server.Mails.Count);
        for (var reader = 1; reader <= 3; reader++)
        {
            var mail = relay.Server.Mails[reader - 1];
            Assert.Equal(Relay.Reader(reader), mail.Recipient);
            Assert.Equal("digest@news.example.org", mail.From);
            Assert.Equal(SharedSamples.Bytes(composer, SharedSamples.Mail(composer, reader)), mail.Raw.ToArray());
        }
    }

    [Theory]
    [InlineData("rsa", true)]
    [InlineData("rsa", false)]
    [InlineData("ed25519", true)]
    [InlineData("ed25519", false)]
    public async Task A_signature_verifies_behind_the_relay_and_another_verifier_agrees(string kind, bool chunking)
    {
        using var keys = DkimKeys.Create(kind);
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions { Extensions = new() { Chunking = chunking } },
            signer: keys.Signer
        );
        var composer = SharedSamples.Composer();

        await relay.SendAsync(SharedSamples.Mail(composer, 1) with { ToName = "Zoë \"Z\" Reader" });
        await relay.SendAsync(SharedSamples.Mail(composer, 2));

        Assert.Equal(2, relay.Server.Mails.Count);
        Assert.All(relay.Server.Mails, mail => Assert.True(keys.Verifies(mail.Message)));
        var check = new DkimCheck(new Dictionary<string, string> { ["s1._domainkey.news.example.org"] = keys.Record });
        var verdict = await check.VerifyAsync(relay.Server.Mails[0].Raw, Token);
        Assert.True(verdict.IsValid, verdict.ToString());
    }

    [Fact]
    public void The_signature_covers_what_a_mail_of_one_reader_s_does()
    {
        using var keys = DkimKeys.Create("ed25519");
        var composer = Composer(keys);
        var message = SharedSamples.Mail(composer);

        Assert.Equal(
            Tag(SharedSamples.Parsed(SharedSamples.Bytes(composer, SharedSamples.Alone(message))), "h"),
            Tag(SharedSamples.Parsed(SharedSamples.Bytes(composer, message)), "h")
        );
    }

    [Theory]
    [InlineData("Subject", "Another")]
    [InlineData("To", "somebody@example.org")]
    [InlineData("List-Unsubscribe", "<https://elsewhere.example.org/>")]
    public void A_changed_header_breaks_the_signature(string field, string value)
    {
        using var keys = DkimKeys.Create("rsa");
        var composer = Composer(keys);
        var message = SharedSamples.Parsed(SharedSamples.Bytes(composer, SharedSamples.Mail(composer)));
        Assert.True(keys.Verifies(message));

        message.Headers[field] = value;

        Assert.False(keys.Verifies(message));
    }

    [Fact]
    public void A_second_from_breaks_the_signature()
    {
        using var keys = DkimKeys.Create("rsa");
        var composer = Composer(keys);
        var message = SharedSamples.Parsed(SharedSamples.Bytes(composer, SharedSamples.Mail(composer)));

        message.Headers.Insert(0, "From", "Somebody <somebody@example.org>");

        Assert.False(keys.Verifies(message));
    }

    [Fact]
    public async Task Many_threads_sign_with_one_key()
    {
        using var keys = DkimKeys.Create("rsa");
        var composer = Composer(keys);

        var signed = await Task.WhenAll(
            Enumerable
                .Range(1, 64)
                .Select(reader =>
                    Task.Run(() => SharedSamples.Bytes(composer, SharedSamples.Mail(composer, reader)), Token)
                )
        );

        Assert.All(signed, bytes => Assert.True(keys.Verifies(SharedSamples.Parsed(bytes))));
    }

    static MimeComposer Composer(DkimKeys keys) => new(Options.Create(Relay.Mail), keys.Signer);

    static string Tag(MimeMessage message, string name) =>
        message.Headers[HeaderId.DkimSignature]!
            .Split(';')
            .Select(tag => tag.Trim())
            .Single(tag => tag.StartsWith(name + "=", StringComparison.Ordinal))
            .Replace(" ", "", StringComparison.Ordinal)
            .Replace("\t", "", StringComparison.Ordinal);
}

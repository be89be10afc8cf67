using Distributor.Channels.Email;
using Distributor.Delivery;
using Distributor.Testing.Relay;
using Distributor.Testing.Smtp;
using Distributor.Tests.Channels.Email.Smtp;
using Microsoft.Extensions.Options;
using MimeKit;
using Xunit;

namespace Distributor.Tests.Channels.Email.Dkim;

public sealed class MailSignerTests
{
    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("rsa", true)]
    [InlineData("rsa", false)]
    [InlineData("ed25519", true)]
    [InlineData("ed25519", false)]
    public async Task A_signature_verifies_behind_the_relay(string kind, bool chunking)
    {
        using var keys = DkimKeys.Create(kind);
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions { Extensions = new() { Chunking = chunking } },
            signer: keys.Signer
        );

        var outcome = await relay.SendAsync(
            Samples.Mail with
            {
                Subject = "Grüße 🌉 " + new string('x', 300),
                Text = "Ça va?  \n.\n..\n \n\n\n",
                ToName = "Zoë \"Z\" Reader",
            }
        );

        Assert.Equal(DeliveryState.Accepted, outcome.State);
        Assert.True(keys.Verifies(Assert.Single(relay.Server.Mails).Message));
        Assert.Empty(relay.Server.Violations);
    }

    [Theory]
    [InlineData("rsa")]
    [InlineData("ed25519")]
    public async Task Another_verifier_agrees(string kind)
    {
        using var keys = DkimKeys.Create(kind);
        await using var relay = await Relay.StartAsync(signer: keys.Signer);

        await relay.SendAsync(Samples.Mail with { Subject = "Grüße 🌉", Text = "Ça va?  \n.\n..\n \n\n\n" });

        var check = new DkimCheck(new Dictionary<string, string> { ["s1._domainkey.news.example.org"] = keys.Record });
        var verdict = await check.VerifyAsync(relay.Server.Mails[0].Raw, Token);
        Assert.True(verdict.IsValid, verdict.ToString());
    }

    [Fact]
    public void What_receivers_ask_for_is_covered_and_from_is_covered_twice()
    {
        using var keys = DkimKeys.Create("rsa");
        var message = Compose(keys, new MailOptions { FromAddress = "a@news.example.org", ReplyTo = "b@example.org" });

        var signature = message.Headers[HeaderId.DkimSignature]!.Replace(" ", "", StringComparison.Ordinal);

        Assert.Contains("c=relaxed/relaxed;", signature, StringComparison.Ordinal);
        Assert.Contains("d=news.example.org;s=s1;", signature, StringComparison.Ordinal);
        Assert.Contains(
            "h=from:from:to:reply-to:subject:date:message-id:list-id:list-unsubscribe:list-unsubscribe-post:feedback-id:mime-version:content-type;",
            signature,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("Subject", "Another")]
    [InlineData("To", "somebody@example.org")]
    [InlineData("Date", "Tue, 24 Nov 2026 07:30:00 +0000")]
    [InlineData("Message-ID", "<other@news.example.org>")]
    [InlineData("List-Id", "<other.news.example.org>")]
    [InlineData("List-Unsubscribe", "<https://elsewhere.example.org/>")]
    [InlineData("List-Unsubscribe-Post", "List-Unsubscribe=Many-Clicks")]
    [InlineData("Feedback-ID", "a:b:c:other")]
    [InlineData("MIME-Version", "1.1")]
    public void A_changed_header_breaks_the_signature(string field, string value)
    {
        using var keys = DkimKeys.Create("rsa");
        var message = Received(Compose(keys));
        Assert.True(keys.Verifies(message));

        message.Headers[field] = value;

        Assert.False(keys.Verifies(message));
    }

    [Fact]
    public void A_second_from_breaks_the_signature()
    {
        using var keys = DkimKeys.Create("rsa");
        var message = Received(Compose(keys));

        message.Headers.Insert(0, "From", "Somebody <somebody@example.org>");

        Assert.False(keys.Verifies(message));
    }

    [Fact]
    public void A_changed_body_breaks_the_signature()
    {
        using var keys = DkimKeys.Create("ed25519");
        var bytes = MimeComposerTests.Bytes(Compose(keys));
        bytes[Array.LastIndexOf(bytes, (byte)'h')] = (byte)'H';

        Assert.False(keys.Verifies(MimeMessage.Load(new MemoryStream(bytes), Token)));
    }

    [Fact]
    public async Task Many_threads_sign_with_one_key()
    {
        using var keys = DkimKeys.Create("rsa");

        var signed = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(() => Compose(keys), Token)));

        Assert.All(signed, message => Assert.True(keys.Verifies(Received(message))));
    }

    [Fact]
    public void A_notice_is_signed_with_the_headers_it_has()
    {
        using var keys = DkimKeys.Create("ed25519");
        var composer = new MimeComposer(Options.Create(Relay.Mail), keys.Signer);
        var notice = Samples.Mail with { UnsubscribeUrl = null, ListLabel = null, FeedbackFields = [] };

        Assert.True(composer.TryCompose(notice, out var message, out _));

        Assert.True(keys.Verifies(Received(message)));
        Assert.DoesNotContain("list-", message.Headers[HeaderId.DkimSignature], StringComparison.Ordinal);
    }

    static MimeMessage Compose(DkimKeys keys, MailOptions? mail = null)
    {
        Assert.True(
            new MimeComposer(Options.Create(mail ?? Relay.Mail), keys.Signer).TryCompose(
                Samples.Mail,
                out var mime,
                out _
            )
        );
        return mime;
    }

    static MimeMessage Received(MimeMessage message) =>
        MimeMessage.Load(new MemoryStream(MimeComposerTests.Bytes(message)), Token);
}

using CsCheck;
using Distributor.Channels;
using Distributor.Channels.Email;
using Distributor.Delivery;
using Microsoft.Extensions.Options;
using MimeKit;
using Xunit;

namespace Distributor.Tests.Channels.Email;

public sealed class HeaderInjectionTests
{
    static readonly MimeComposer Composer = new(Options.Create(new MailOptions()));

    [Theory]
    [InlineData("News\r\nBcc: victim@example.org")]
    [InlineData("News\nBcc: victim@example.org")]
    [InlineData("News\rBcc: victim@example.org")]
    public void A_subject_of_several_lines_is_refused(string subject) =>
        Assert.Equal("the subject has a line break", Refusal(Samples.Mail with { Subject = subject }).Reason);

    [Theory]
    [InlineData("a@b.example\r\nBcc: victim@example.org")]
    [InlineData("a@b.example, victim@example.org")]
    [InlineData("A <a@b.example>")]
    [InlineData("a(comment)@b.example")]
    [InlineData("<@relay.example:a@b.example>")]
    [InlineData("a b@c.example")]
    [InlineData("a@b@c.example")]
    [InlineData("@b.example")]
    [InlineData("a@")]
    [InlineData("a@b..example")]
    [InlineData("a@-b.example")]
    [InlineData("grüße@b.example")]
    [InlineData("")]
    public void An_address_that_is_not_one_plain_address_is_refused(string to)
    {
        var refusal = Refusal(Samples.Mail with { To = to });

        Assert.Equal(DeliveryState.Failed, refusal.State);
        Assert.Equal(AddressVerdict.Gone, refusal.Address);
        Assert.Equal("no valid e-mail address", refusal.Reason);
    }

    [Theory]
    [InlineData("first.last+tag@sub.example.org")]
    [InlineData("o'neill@example.org")]
    [InlineData("\"quoted.local\"@example.org")]
    [InlineData("reader@localhost")]
    public void An_ordinary_address_is_taken_as_it_is(string to) =>
        Assert.Equal(to, MimeComposerTests.Compose(Samples.Mail with { To = to }).To.Mailboxes.Single().Address);

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("1-2-3@evil.example>\r\nX: y")]
    [InlineData("")]
    public void A_delivery_id_that_could_be_more_than_an_id_is_refused(string id) =>
        Assert.Equal(DeliveryState.Failed, Refusal(Samples.Mail with { DeliveryId = id }).State);

    [Theory]
    [InlineData("a>\r\nX: y")]
    [InlineData("a@b")]
    [InlineData("")]
    public void An_installation_that_could_be_more_than_a_word_is_refused(string part) =>
        Assert.Equal(DeliveryState.Failed, Refusal(Samples.Mail with { MessageIdPart = part }).State);

    [Theory]
    [InlineData("en\r\nX: y")]
    [InlineData("")]
    public void A_language_that_is_no_tag_is_refused(string language) =>
        Assert.Equal(DeliveryState.Failed, Refusal(Samples.Mail with { Language = language }).State);

    [Theory]
    [InlineData("daily> \r\nX: y <")]
    [InlineData("a.b")]
    [InlineData("")]
    public void A_list_label_that_is_no_label_is_refused(string label) =>
        Assert.Equal(DeliveryState.Failed, Refusal(Samples.Mail with { ListLabel = label }).State);

    public static TheoryData<string> BadUnsubscribeAddresses =>
        ["javascript:alert(1)", "mailto:a@b.example", "https://e.example/" + new string('t', 1000)];

    [Theory]
    [MemberData(nameof(BadUnsubscribeAddresses))]
    public void An_unsubscribe_address_that_no_mail_program_opens_is_refused(string url) =>
        Assert.Equal(DeliveryState.Failed, Refusal(Samples.Mail with { UnsubscribeUrl = new Uri(url) }).State);

    [Fact]
    public void No_text_can_add_a_header_or_a_part() =>
        Gen.Select(Hostile, Hostile, Hostile)
            .Sample(
                (subject, name, body) =>
                {
                    var message = Samples.Mail with
                    {
                        Subject = subject.ReplaceLineEndings(" "),
                        ToName = name,
                        Text = body,
                        Html = body,
                    };
                    if (!Composer.TryCompose(message, out var mime, out _))
                    {
                        return message.Subject.AsSpan().ContainsAny('\r', '\n');
                    }

                    using var stream = new MemoryStream(MimeComposerTests.Bytes(mime));
                    var parsed = MimeMessage.Load(stream, TestContext.Current.CancellationToken);
                    return parsed.Headers.Select(header => header.Field).SequenceEqual(HeadersOfAnOrdinaryMail)
                        && parsed.To.Mailboxes.Single().Address == Samples.Mail.To
                        && parsed.Body is MultipartAlternative { Count: 2 };
                }
            );

    static readonly string[] HeadersOfAnOrdinaryMail =
    [
        .. MimeMessage
            .Load(new MemoryStream(MimeComposerTests.Bytes(MimeComposerTests.Compose(Samples.Mail, new MailOptions()))))
            .Headers.Select(header => header.Field),
    ];

    static readonly string[] Scraps =
    [
        "\r\n",
        "\n",
        "\r",
        "\0",
        "\u2028",
        "\u0085",
        "\u001b",
        "Bcc: victim@example.org",
        "\r\n\r\n",
        "--=-",
        "=?utf-8?q?=0D=0ABcc:_v@example.org?=",
        "<v@example.org>,",
        "\"",
        "\\",
        "é",
        "😀",
        "\ud83d",
        " ",
        "x",
    ];

    static readonly Gen<string> Hostile = Gen.Int[0, Scraps.Length - 1]
        .Select(i => Scraps[i])
        .Array[0, 12]
        .Select(string.Concat);

    static Outcome Refusal(EmailMessage message)
    {
        Assert.False(Composer.TryCompose(message, out _, out var refusal));
        return refusal;
    }
}

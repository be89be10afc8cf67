using System.Text;
using Distributor.Channels;
using Distributor.Channels.Email;
using Microsoft.Extensions.Options;
using MimeKit;
using Xunit;

namespace Distributor.Tests.Channels.Email;

public sealed class MimeComposerTests
{
    static readonly MailOptions Mail = new()
    {
        FromAddress = "digest@news.example.org",
        FromName = "The Morning Paper",
        ReplyTo = "editors@example.org",
    };

    [Fact]
    public void Headers_are_those_that_large_receivers_ask_for() =>
        Assert.Equal(
            """
            From: The Morning Paper <digest@news.example.org>
            Date: Mon, 23 Nov 2026 07:30:00 +0000
            Subject: Morning edition: bridge reopened
            Message-Id: <12-345-1@news.example.org>
            To: Ada Reader <reader@example.org>
            Reply-To: editors@example.org
            Content-Language: en
            Auto-Submitted: auto-generated
            X-Auto-Response-Suppress: OOF, AutoReply
            Precedence: bulk
            List-Unsubscribe: <https://news.example.org/unsubscribe/v1.abc-DEF_123>
            List-Unsubscribe-Post: List-Unsubscribe=One-Click
            List-Id: The Morning Paper <daily.digest.news.example.org>
            Feedback-ID: e77:world:daily:distributor
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="=-(id)"
            """,
            Headers(Compose(Samples.Mail)).Replace(Boundary(Compose(Samples.Mail)), "=-(id)", StringComparison.Ordinal)
        );

    [Fact]
    public void A_notice_is_no_list_mail()
    {
        var headers = Headers(
            Compose(Samples.Mail with { UnsubscribeUrl = null, ListLabel = null, FeedbackFields = [] })
        );

        Assert.DoesNotContain("List-", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("Precedence", headers, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", headers, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_comes_before_the_html_and_both_are_utf_8()
    {
        var body = Assert.IsType<MultipartAlternative>(Parsed(Samples.Mail).Body);

        Assert.Equal(["text/plain", "text/html"], body.Select(part => part.ContentType.MimeType));
        Assert.All(body, part => Assert.Equal("utf-8", part.ContentType.Charset));
    }

    [Theory]
    [InlineData("Plain words = all ASCII\n", ContentEncoding.QuotedPrintable)]
    [InlineData("Nachrichten für Österreich, überall gelesen\n", ContentEncoding.QuotedPrintable)]
    [InlineData("今日のニュース、明日の天気\n", ContentEncoding.Base64)]
    [InlineData("", ContentEncoding.QuotedPrintable)]
    public void Each_part_takes_the_shorter_encoding_and_reads_back(string text, ContentEncoding encoding)
    {
        var mime = Parsed(Samples.Mail with { Text = text });

        var part = Assert.IsType<TextPart>(Assert.IsType<MultipartAlternative>(mime.Body)[0]);
        Assert.Equal(encoding, part.ContentTransferEncoding);
        Assert.Equal(text.TrimEnd('\n'), part.Text.ReplaceLineEndings("\n").TrimEnd('\n'));
    }

    [Fact]
    public void Every_line_is_short_and_7_bit_with_crlf()
    {
        var longWords = string.Concat(Enumerable.Repeat("größe", 900));
        var bytes = Bytes(
            Compose(
                Samples.Mail with
                {
                    Text = longWords,
                    Html = $"<p>{longWords}</p>",
                    Subject = longWords,
                    ToName = longWords,
                    UnsubscribeUrl = new Uri("https://news.example.org/unsubscribe/" + new string('t', 700)),
                }
            )
        );

        var lines = Encoding.Latin1.GetString(bytes).Split("\r\n");
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 998));
        Assert.DoesNotContain(lines, line => line.AsSpan().ContainsAny('\r', '\n'));
        Assert.DoesNotContain(bytes, b => b > 126);
    }

    [Fact]
    public void The_same_delivery_has_the_same_bytes_each_time() =>
        Assert.Equal(Bytes(Compose(Samples.Mail)), Bytes(Compose(Samples.Mail with { MaybeDuplicate = true })));

    [Fact]
    public void Another_delivery_has_another_message_id() =>
        Assert.NotEqual(
            Compose(Samples.Mail).MessageId,
            Compose(Samples.Mail with { DeliveryId = "12-345-2" }).MessageId
        );

    [Fact]
    public void The_installation_is_part_of_the_message_id() =>
        Assert.Equal(
            "12-345-1.0a1b2c3d4e@news.example.org",
            Compose(Samples.Mail with { MessageIdPart = "0a1b2c3d4e" }).MessageId
        );

    [Theory]
    [InlineData("Titel: Über „alles“ 🎉")]
    [InlineData("Comma, \"quotes\" <brackets>; @ and \\ backslash")]
    public void Subject_and_names_read_back_as_written(string words)
    {
        var mime = Parsed(Samples.Mail with { Subject = words, ToName = words });

        Assert.Equal(words, mime.Subject);
        Assert.Equal(words, mime.To.Mailboxes.Single().Name);
    }

    [Fact]
    public void Words_that_look_encoded_are_shown_and_not_decoded()
    {
        const string Words = "=?utf-8?q?=0D=0ABcc:_v@example.org?=";

        var mime = Parsed(Samples.Mail with { Subject = Words, ToName = Words });

        Assert.Equal(Words, mime.Subject?.Replace("\u200B", "", StringComparison.Ordinal));
        Assert.Equal(Words, mime.To.Mailboxes.Single().Name?.Replace("\u200B", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_list_name_in_another_script_stays_a_valid_list_id()
    {
        var mime = Compose(
            Samples.Mail,
            new MailOptions { FromAddress = "n@münchen.example", FromName = "Zeitung für „Alle“, täglich" }
        );

        var value = Assert.Single(
            Headers(mime).Split('\n'),
            line => line.StartsWith("List-Id:", StringComparison.Ordinal)
        );
        Assert.EndsWith(" <daily.digest.xn--mnchen-3ya.example>", value, StringComparison.Ordinal);
        Assert.True(Ascii.IsValid(value));
        Assert.Equal("12-345-1@xn--mnchen-3ya.example", mime.MessageId);
    }

    [Fact]
    public void An_address_under_a_domain_in_another_script_is_written_in_ascii() =>
        Assert.Contains(
            "\nTo: Ada Reader <leser@xn--mnchen-3ya.example>\n",
            Headers(Compose(Samples.Mail with { To = "leser@MÜNCHEN.example" })),
            StringComparison.Ordinal
        );

    [Fact]
    public void Feedback_fields_cannot_add_fields_or_headers()
    {
        var headers = Headers(Compose(Samples.Mail with { FeedbackFields = ["a:b", "c\r\nBcc: x@y.z", "d", "e"] }));

        Assert.Contains("\nFeedback-ID: a-b:c-Bcc-x-y.z:d:distributor\n", headers, StringComparison.Ordinal);
    }

    internal static MimeMessage Compose(EmailMessage message, MailOptions? mail = null)
    {
        Assert.True(new MimeComposer(Options.Create(mail ?? Mail)).TryCompose(message, out var mime, out _));
        return mime;
    }

    internal static byte[] Bytes(MimeMessage message)
    {
        using var stream = new MemoryStream();
        message.WriteTo(MimeComposer.CreateFormat(), stream, TestContext.Current.CancellationToken);
        return stream.ToArray();
    }

    internal static string Headers(MimeMessage message) =>
        Encoding.ASCII.GetString(Bytes(message)).Split("\r\n\r\n")[0].ReplaceLineEndings("\n");

    static string Boundary(MimeMessage message) => message.Body!.ContentType.Boundary ?? "";

    static MimeMessage Parsed(EmailMessage message) =>
        MimeMessage.Load(new MemoryStream(Bytes(Compose(message))), TestContext.Current.CancellationToken);
}

using System.Text;
using CsCheck;
using Distributor.Channels.Email;
using Distributor.Delivery;
using MimeKit;
using Xunit;

namespace Distributor.Tests.Channels.Email.Shared;

/// <summary>A body encoded once says the same as one encoded for each reader, whatever is set into it.</summary>
public sealed class SharedMailTests
{
    static readonly MimeComposer Composer = SharedSamples.Composer(
        new MailOptions
        {
            FromAddress = "digest@news.example.org",
            FromName = "Zeitung für „Alle“, täglich",
            ReplyTo = "editors@example.org",
        }
    );

    static readonly string[] Scraps =
    [
        "\r\n",
        "\n",
        "\r",
        "\0",
        "\t",
        "\u2028",
        "\u0085",
        ".",
        "..",
        "\n.\n",
        "=",
        "=20",
        "=\r\n",
        "--=-",
        "From ",
        "é",
        "今日のニュース、明日の天気",
        "😀",
        "\ud83d",
        " ",
        "   ",
        "<b>",
        "&amp;",
        "a line of some length that goes on and on until it has to be broken somewhere",
    ];

    static readonly Gen<string> Value = Gen.Int[0, Scraps.Length - 1]
        .Select(i => Scraps[i])
        .Array[0, 10]
        .Select(string.Concat);

    /// <summary>As templates are written: lines end with LF, characters are whole, and there is something between two values.</summary>
    static readonly Gen<string> Literal = Value.Select(text =>
        "|" + text.Replace("\r", "", StringComparison.Ordinal).Replace("\ud83d", "", StringComparison.Ordinal)
    );

    static readonly Gen<(string[] Literals, string[] Values)> Divided =
        from values in Value.Array[0, 4]
        from literals in Literal.Array[values.Length + 1]
        select (literals, values);

    [Fact]
    public void Whatever_the_values_are_it_reads_as_a_mail_of_one_reader() =>
        Gen.Select(Divided, Divided)
            .Sample(
                (text, html) =>
                {
                    var message = SharedSamples.Mail(Composer, text.Literals, html.Literals, text.Values, html.Values);
                    var spliced = SharedSamples.Parsed(SharedSamples.Bytes(Composer, message));
                    var alone = SharedSamples.Parsed(SharedSamples.Bytes(Composer, SharedSamples.Alone(message)));
                    Assert.Equal(Texts(alone), Texts(spliced));
                    Assert.Equal(Headers(alone), Headers(spliced));
                }
            );

    [Fact]
    public void Whatever_the_values_are_lines_are_short_7_bit_and_as_the_way_leaves_them() =>
        Gen.Select(Divided, Divided)
            .Sample(
                (text, html) =>
                {
                    var message = SharedSamples.Mail(Composer, text.Literals, html.Literals, text.Values, html.Values);
                    var whole = Encoding.Latin1.GetString(SharedSamples.Bytes(Composer, message));
                    Assert.DoesNotContain(whole, octet => octet > 126);
                    var body = whole[(whole.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].Split("\r\n");
                    Assert.All(
                        body,
                        line =>
                        {
                            Assert.InRange(line.Length, 0, 76);
                            Assert.False(line.AsSpan().ContainsAny('\r', '\n', '\t'));
                            // Nothing for SMTP to double, nothing for relaxed canonicalisation to take away.
                            Assert.False(line.StartsWith('.'));
                            Assert.False(line.EndsWith(' ') || line.Contains("  ", StringComparison.Ordinal));
                        }
                    );
                    Assert.EndsWith("--", body[^2], StringComparison.Ordinal);
                    Assert.Equal("", body[^1]);
                }
            );

    [Theory]
    [InlineData("Ada Reader")]
    [InlineData("")]
    [InlineData("Reader, Ada \"Z\"")]
    [InlineData("Zoë Größe, überall gelesen und von allen, die einen langen Namen haben, auch geschrieben")]
    [InlineData("=?utf-8?q?=0D=0ABcc:_v@example.org?=")]
    [InlineData("A\r\nBcc: victim@example.org")]
    [InlineData("日本の読者")]
    public void A_name_is_written_as_in_a_mail_of_one_reader(string name)
    {
        var message = SharedSamples.Mail(Composer) with { ToName = name };

        var spliced = SharedSamples.Parsed(SharedSamples.Bytes(Composer, message));

        Assert.Equal(
            Headers(SharedSamples.Parsed(SharedSamples.Bytes(Composer, SharedSamples.Alone(message)))),
            Headers(spliced)
        );
        Assert.Null(spliced.Headers["Bcc"]);
    }

    [Fact]
    public void The_same_delivery_has_the_same_bytes_also_when_its_edition_was_read_again()
    {
        var again = SharedSamples.Composer();

        Assert.Equal(
            SharedSamples.Bytes(again, SharedSamples.Mail(SharedSamples.Composer(), 7)),
            SharedSamples.Bytes(again, SharedSamples.Mail(again, 7) with { MaybeDuplicate = true })
        );
    }

    [Fact]
    public void Two_readers_share_all_but_what_names_them()
    {
        var one = Encoding.ASCII.GetString(SharedSamples.Bytes(Composer, SharedSamples.Mail(Composer, 1)));
        var other = Encoding.ASCII.GetString(SharedSamples.Bytes(Composer, SharedSamples.Mail(Composer, 2)));

        Assert.NotEqual(one, other);
        Assert.Equal(
            one.Replace("reader1", "reader2", StringComparison.Ordinal)
                .Replace("12-1-1", "12-2-1", StringComparison.Ordinal)
                .Replace("/u/1", "/u/2", StringComparison.Ordinal),
            other
        );
    }

    [Theory]
    [InlineData("a@b.example\r\nBcc: victim@example.org", "no valid e-mail address")]
    [InlineData("nobody", "no valid e-mail address")]
    public void An_address_that_is_none_is_refused_as_in_a_mail_of_one_reader(string to, string reason)
    {
        Assert.False(Composer.TryMake(SharedSamples.Mail(Composer) with { To = to }, out _, out var refusal));

        Assert.Equal((reason, AddressVerdict.Gone), (refusal.Reason, refusal.Address));
    }

    [Fact]
    public void A_value_too_few_is_a_fault_and_no_mail() =>
        Assert.Throws<ArgumentException>(() =>
            Composer.TryMake(SharedSamples.Mail(Composer, ["a", "b"], ["c"], [], []), out _, out _)
        );

    static List<string> Texts(MimeMessage message) =>
        [
            .. Assert
                .IsType<MultipartAlternative>(message.Body)
                .Cast<TextPart>()
                .Select(part => part.ContentType.MimeType + ":" + part.Text.ReplaceLineEndings("\n")),
        ];

    /// <summary>Without the boundary, which is the edition's in the one and the delivery's in the other.</summary>
    static List<string> Headers(MimeMessage message) =>
        [
            .. message
                .Headers.Where(header => header.Id != HeaderId.ContentType)
                .Select(header => $"{header.Field}: {header.Value}")
                .Order(StringComparer.Ordinal),
        ];
}

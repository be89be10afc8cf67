using Distributor.Testing.Smtp;
using Xunit;

namespace Distributor.Tests.Testing.Smtp;

/// <summary>The loopback server notices what a real one might let pass, so that a client's test can assert that there is nothing.</summary>
public sealed class SmtpViolationTests
{
    private const string Envelope = "MAIL FROM:<a@x.test>\r\nRCPT TO:<b@x.test>\r\n";

    public static TheoryData<SmtpRule, string> Wrong =>
        new()
        {
            { SmtpRule.BareLineFeed, "NOOP\n" },
            { SmtpRule.BareCarriageReturn, "NOOP\r \r\n" },
            { SmtpRule.CommandTooLong, $"NOOP {new string('x', 510)}\r\n" },
            { SmtpRule.CommandOrder, "RCPT TO:<b@x.test>\r\n" },
            { SmtpRule.CommandOrder, "DATA\r\n" },
            { SmtpRule.CommandOrder, "MAIL FROM:<a@x.test>\r\nMAIL FROM:<a@x.test>\r\n" },
            { SmtpRule.Syntax, "HELLO you\r\n" },
            { SmtpRule.Syntax, "MAIL FROM: <a@x.test>\r\n" },
            { SmtpRule.Syntax, "MAIL FROM:a@x.test\r\n" },
            { SmtpRule.Syntax, "MAIL FROM:<a b@x.test>\r\n" },
            { SmtpRule.Syntax, "MAIL FROM:<a@x.test> SIZE=\r\n" },
            { SmtpRule.Syntax, "MAIL FROM:<a@x.test>\r\nRCPT TO:<>\r\n" },
            { SmtpRule.Syntax, "EHLO\r\n" },
            { SmtpRule.ExtensionNotOffered, "MAIL FROM:<a@x.test> RET=HDRS\r\n" },
            { SmtpRule.ExtensionNotOffered, "MAIL FROM:<a@x.test> BODY=BINARYMIME\r\n" },
            { SmtpRule.ExtensionNotOffered, "MAIL FROM:<a@x.test> SIZE=many\r\n" },
            { SmtpRule.ExtensionNotOffered, "STARTTLS\r\n" },
            { SmtpRule.ExtensionNotOffered, "AUTH PLAIN AHUAcA==\r\n" },
            { SmtpRule.InternationalAddress, "MAIL FROM:<\u00fc@x.test>\r\n" },
            { SmtpRule.InternationalAddress, "MAIL FROM:<a@x.test>\r\nRCPT TO:<\u00fc@x.test>\r\n" },
            { SmtpRule.Pipelining, "NOOP\r\nNOOP\r\n" },
            { SmtpRule.Pipelining, Envelope + "DATA\r\nA: b\r\n.\r\n" },
            { SmtpRule.BareLineFeed, Envelope + "BDAT 5 LAST\r\nA: b\n" },
            { SmtpRule.BareCarriageReturn, Envelope + "BDAT 7 LAST\r\nA: \rb\r\n" },
            { SmtpRule.NulContent, Envelope + "BDAT 7 LAST\r\nA: \0b\r\n" },
            { SmtpRule.TextLineTooLong, Envelope + $"BDAT 1001 LAST\r\n{new string('x', 999)}\r\n" },
            { SmtpRule.SizeTooSmall, "MAIL FROM:<a@x.test> SIZE=5\r\nRCPT TO:<b@x.test>\r\nBDAT 6 LAST\r\nA: b\r\n" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_broken_rule_is_noted(SmtpRule rule, string octets)
    {
        Assert.Equal([rule], await BrokenAsync(new(), octets));
    }

    [Fact]
    public async Task What_is_right_at_its_limit_is_not_noted()
    {
        Assert.Empty(
            await BrokenAsync(
                new(),
                "MAIL FROM:<a@x.test> SIZE=1000\r\nRCPT TO:<\"a b>c\"@x.test>\r\n"
                    + $"BDAT 1000 LAST\r\n{new string('x', 998)}\r\n"
                    + "MAIL FROM:<\u00c3\u00bc@x.test> SMTPUTF8\r\nRCPT TO:<\u00c3\u00bc@x.test>\r\nBDAT 0 LAST\r\n"
                    + $"NOOP {new string('x', 505)}\r\n"
            )
        );
    }

    [Fact]
    public async Task Commands_sent_ahead_need_PIPELINING() =>
        Assert.Equal(
            [SmtpRule.Pipelining],
            await BrokenAsync(new() { Extensions = new() { Pipelining = false } }, Envelope)
        );

    [Fact]
    public async Task Chunks_need_CHUNKING() =>
        Assert.Equal(
            [SmtpRule.ExtensionNotOffered],
            await BrokenAsync(new() { Extensions = new() { Chunking = false } }, Envelope + "BDAT 6 LAST\r\nA: b\r\n")
        );

    [Fact]
    public async Task A_password_in_the_clear_is_noted_where_encryption_was_offered() =>
        Assert.Equal(
            [SmtpRule.PasswordInTheClear],
            await BrokenAsync(
                new()
                {
                    User = "u",
                    Password = "p",
                    Extensions = new() { StartTls = true },
                },
                "AUTH PLAIN AHUAcA==\r\n"
            )
        );

    [Fact]
    public async Task Something_in_the_clear_behind_STARTTLS_is_noted_and_forgotten()
    {
        await using var server = await LoopbackSmtpServer.StartAsync(new() { Extensions = new() { StartTls = true } });
        await using var client = await RawSmtpClient.IntroducedAsync(server);

        await client.SendAsync("STARTTLS\r\nMAIL FROM:<evil@x.test>\r\n");
        await client.ReadReplyAsync();
        await client.EncryptAsync(server);

        Assert.StartsWith("503", await client.AskAsync("MAIL FROM:<a@x.test>"), StringComparison.Ordinal);
        Assert.Equal(SmtpRule.PlaintextAfterStartTls, server.Violations[0].Rule);
    }

    [Theory]
    [InlineData("\n.\r\n")]
    [InlineData("\r.\r\n")]
    [InlineData("\n.\n")]
    [InlineData("\r\n.\n")]
    [InlineData("\r\n.\r")]
    public async Task Only_a_dot_between_two_proper_line_ends_ends_a_message(string notTheEnd)
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        await using var client = await RawSmtpClient.IntroducedAsync(server);
        await client.AskAsync("MAIL FROM:<a@x.test>");
        await client.AskAsync("RCPT TO:<b@x.test>");
        await client.AskAsync("DATA");

        Assert.StartsWith(
            "250",
            await client.AskAsync($"A: b\r\n\r\ntext{notTheEnd}MAIL FROM:<smuggler@x.test>\r\n."),
            StringComparison.Ordinal
        );

        Assert.Contains("smuggler", Assert.Single(server.Mails).Source, StringComparison.Ordinal);
        Assert.NotEmpty(server.Violations);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(" BODY=7BIT", true)]
    [InlineData(" BODY=8BITMIME", false)]
    public async Task Octets_above_127_need_8BITMIME(string parameter, bool noted)
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        await using var client = await RawSmtpClient.IntroducedAsync(server);
        await client.AskAsync("MAIL FROM:<a@x.test>" + parameter);
        await client.AskAsync("RCPT TO:<b@x.test>");
        await client.AskAsync("DATA");
        await client.AskAsync("A: b\r\n\r\n\u00e4\r\n.");

        Assert.Equal(noted, server.Violations.Any(violation => violation.Rule == SmtpRule.EightBitContent));
    }

    [Fact]
    public async Task A_refused_sender_is_not_held_against_the_commands_sent_ahead()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        server.Faults.Next(SmtpVerb.Mail, SmtpFault.Reply(451, "4.3.0", "Later"));
        await using var client = await RawSmtpClient.IntroducedAsync(server);

        await client.SendAsync(Envelope + "BDAT 6 LAST\r\nA: b\r\nRSET\r\nQUIT\r\n");
        var replies = await client.ReadToEndAsync();

        Assert.Equal(
            ["451", "503", "503", "250", "221"],
            replies.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line[..3])
        );
        Assert.Empty(server.Violations);
    }

    /// <summary>Sends it all at once and leaves.</summary>
    private static async Task<IEnumerable<SmtpRule>> BrokenAsync(SmtpServerOptions options, string octets)
    {
        await using var server = await LoopbackSmtpServer.StartAsync(options);
        await using var client = await RawSmtpClient.IntroducedAsync(server);
        await client.SendAsync(octets);
        client.HalfClose();
        await client.ReadToEndAsync();
        return server.Violations.Select(violation => violation.Rule);
    }
}

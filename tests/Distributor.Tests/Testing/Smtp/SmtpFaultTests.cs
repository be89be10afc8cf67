using System.Net.Sockets;
using Distributor.Testing.Smtp;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Distributor.Tests.Testing.Smtp;

/// <summary>
/// What goes wrong goes wrong where, when and as often as the script says. The file is longer than others because each
/// fault has its test here.
/// </summary>
public sealed class SmtpFaultTests
{
    private static readonly SmtpFault Busy = SmtpFault.Reply(451, "4.7.1", "Try again", "later");

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SmtpVerb.Connect)]
    [InlineData(SmtpVerb.Ehlo)]
    [InlineData(SmtpVerb.StartTls)]
    [InlineData(SmtpVerb.Auth)]
    [InlineData(SmtpVerb.Mail)]
    [InlineData(SmtpVerb.Rcpt)]
    [InlineData(SmtpVerb.Data)]
    [InlineData(SmtpVerb.EndOfData)]
    [InlineData(SmtpVerb.Bdat)]
    [InlineData(SmtpVerb.Rset)]
    [InlineData(SmtpVerb.Noop)]
    [InlineData(SmtpVerb.Quit)]
    public async Task Every_verb_can_be_answered_wrongly_or_not_at_all(SmtpVerb verb)
    {
        await using var server = await LoopbackSmtpServer.StartAsync(
            new()
            {
                User = "u",
                Password = "p",
                Extensions = new() { StartTls = true },
            }
        );
        server.Faults.Next(verb, Busy);
        Assert.Equal("451-4.7.1 Try again|451 4.7.1 later", await ReachAsync(server, verb));

        server.Faults.Next(verb, SmtpFault.Reply(421, "4.3.2", "Going down"));
        Assert.Equal("421 4.3.2 Going down", await ReachAsync(server, verb));

        server.Faults.Next(verb, SmtpFault.Drop());
        Assert.Equal("", await ReachAsync(server, verb));

        server.Faults.Next(verb, SmtpFault.Drop(reset: true));
        Assert.Equal("", await ReachAsync(server, verb));

        server.Faults.Next(verb, SmtpFault.Raw("ok?\r\n"));
        Assert.Equal("ok?", await ReachAsync(server, verb));

        server.Faults.Next(verb, SmtpFault.HalfLine());
        Assert.Equal("250 2.0", await ReachAsync(server, verb));

        Assert.Equal(6, server.Faults.Injected);
        Assert.StartsWith("2", (await ReachAsync(server, verb)).Replace('3', '2'), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_421_the_connection_is_closed()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        server.Faults.Next(SmtpVerb.Mail, SmtpFault.Reply(421, "4.3.2", "Going down"));
        await using var client = await RawSmtpClient.IntroducedAsync(server);

        await client.SendAsync("MAIL FROM:<a@x.test>\r\nRCPT TO:<b@x.test>\r\nDATA\r\n");

        Assert.Equal("421 4.3.2 Going down\r\n", await client.ReadToEndAsync());
    }

    [Fact]
    public async Task A_mail_refused_at_its_end_is_not_taken()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        await using var client = await RawSmtpClient.IntroducedAsync(server);

        server.Faults.Next(SmtpVerb.EndOfData, Busy);
        Assert.StartsWith("451", await SendMailAsync(client), StringComparison.Ordinal);
        Assert.StartsWith("250", await SendMailAsync(client), StringComparison.Ordinal);

        Assert.Single(server.Mails);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task A_mail_taken_without_an_answer_is_known_as_such(bool reset, bool chunked)
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        server.Faults.Next(SmtpVerb.EndOfData, SmtpFault.TakeAndDrop(reset));
        await using var client = await RawSmtpClient.IntroducedAsync(server);

        Assert.Equal("", await SendMailAsync(client, chunked: chunked));

        Assert.False(Assert.Single(server.Mails).Answered);
    }

    [Fact]
    public async Task A_dropped_mail_is_not_taken_and_one_dropped_after_the_answer_is()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        server.Faults.Next(SmtpVerb.EndOfData, SmtpFault.Drop());
        await using var first = await RawSmtpClient.IntroducedAsync(server);
        Assert.Equal("", await SendMailAsync(first));
        Assert.Empty(server.Mails);

        server.Faults.Next(SmtpVerb.EndOfData, SmtpFault.ReplyAndDrop());
        await using var second = await RawSmtpClient.IntroducedAsync(server);
        Assert.StartsWith("250", await SendMailAsync(second), StringComparison.Ordinal);
        Assert.Equal("", await second.ReadToEndAsync());
        Assert.True(Assert.Single(server.Mails).Answered);
    }

    [Fact]
    public async Task A_held_answer_comes_when_the_gate_opens()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        var gate = new SmtpGate();
        server.Faults.Next(SmtpVerb.EndOfData, SmtpFault.Hold(gate));
        await using var client = await RawSmtpClient.IntroducedAsync(server);

        var answer = SendMailAsync(client);
        await gate.WaitForArrivalsAsync(1, Patience);
        var before = Assert.Single(server.Mails).Answered;
        Assert.False(answer.IsCompleted);
        gate.Open();

        Assert.StartsWith("250", await answer, StringComparison.Ordinal);
        Assert.False(before);
        Assert.True(server.Mails[0].Answered);
    }

    [Fact]
    public async Task A_client_that_leaves_while_its_answer_is_held_was_never_told()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        var gate = new SmtpGate();
        server.Faults.Next(SmtpVerb.EndOfData, SmtpFault.TakeAndDrop().After(gate));
        await using var client = await RawSmtpClient.IntroducedAsync(server);

        var answer = SendMailAsync(client);
        await gate.WaitForArrivalsAsync(1, Patience);
        client.Abort();
        gate.Open();
        await server.WaitAsync(() => server.ConnectionsOpen == 0, Patience);

        Assert.False(Assert.Single(server.Mails).Answered);
        Assert.Equal("", await answer);
    }

    [Fact]
    public async Task Slow_content_waits_at_the_gate_and_the_client_feels_it()
    {
        await using var server = await LoopbackSmtpServer.StartAsync(new() { ReceiveBuffer = 4096 });
        var gate = new SmtpGate();
        server.Faults.Next(SmtpVerb.Data, SmtpFault.SlowContent(gate, after: 1000));
        await using var client = await RawSmtpClient.IntroducedAsync(server);
        await client.SendAsync("MAIL FROM:<a@x.test>\r\nRCPT TO:<b@x.test>\r\nDATA\r\n");
        await client.ReadReplyAsync();
        await client.ReadReplyAsync();
        await client.ReadReplyAsync();

        // More than the buffers of a connection hold on both sides, so that writing cannot end before somebody reads.
        var lines = string.Concat(Enumerable.Repeat(new string('x', 98) + "\r\n", 60_000));
        var sending = client.SendAsync("A: b\r\n\r\n" + lines + ".\r\n");
        await gate.WaitForArrivalsAsync(1, Patience);
        Assert.False(sending.IsCompleted);
        gate.Open();
        await sending;

        Assert.StartsWith("250", await client.ReadReplyAsync(), StringComparison.Ordinal);
        Assert.Equal(8 + lines.Length, Assert.Single(server.Mails).Size);
    }

    [Fact]
    public async Task Slow_content_can_follow_a_clock_of_the_test()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        var time = new FakeTimeProvider();
        server.Faults.Next(SmtpVerb.Data, SmtpFault.SlowContent(1, TimeSpan.FromHours(1), time));
        await using var client = await RawSmtpClient.IntroducedAsync(server);

        var answer = SendMailAsync(client);
        while (!answer.IsCompleted)
        {
            time.Advance(TimeSpan.FromHours(1));
            await Task.Yield();
        }

        Assert.StartsWith("250", await answer, StringComparison.Ordinal);
        Assert.True(time.GetUtcNow() - time.Start >= TimeSpan.FromHours(8));
    }

    [Theory]
    [InlineData(SmtpVerb.Data)]
    [InlineData(SmtpVerb.Bdat)]
    public async Task A_connection_can_end_in_the_middle_of_the_content(SmtpVerb verb)
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        server.Faults.Next(verb, SmtpFault.DropWithin(5));
        await using var client = await RawSmtpClient.IntroducedAsync(server);

        Assert.Equal("", await SendMailAsync(client, chunked: verb == SmtpVerb.Bdat));

        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Faults_choose_by_recipient_sender_count_and_anything_else()
    {
        await using var server = await LoopbackSmtpServer.StartAsync();
        await using var client = await RawSmtpClient.IntroducedAsync(server);
        server.Faults.ForRecipient("Gone@x.test", SmtpVerb.Rcpt, SmtpFault.Reply(550, "5.1.1", "Unknown"), times: 1);
        server.Faults.ForRecipient("full@x.test", SmtpVerb.EndOfData, SmtpFault.Reply(452, "4.2.2", "Full"));
        server.Faults.ForSender("", SmtpVerb.Mail, SmtpFault.Reply(550, "5.7.1", "No"));
        var third = server.Faults.Every(3, SmtpVerb.Noop, SmtpFault.Reply(450, "4.0.0", "Third"));
        server.Faults.When(
            SmtpVerb.Rset,
            moment => moment is { Connection: 1, MessageInConnection: 1, IsTls: false, User: null },
            SmtpFault.Reply(500, null, "Here")
        );

        Assert.StartsWith("550 5.7.1", await client.AskAsync("MAIL FROM:<>"), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.AskAsync("RSET"), StringComparison.Ordinal);
        await client.AskAsync("MAIL FROM:<a@x.test>");
        Assert.StartsWith("550 5.1.1", await client.AskAsync("RCPT TO:<gone@x.test>"), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.AskAsync("RCPT TO:<gone@x.test>"), StringComparison.Ordinal);
        await client.AskAsync("RCPT TO:<full@x.test>");
        Assert.Equal("500 Here", await client.AskAsync("RSET"));
        await client.AskAsync("DATA");
        Assert.StartsWith("452 4.2.2", await client.AskAsync("A: b\r\n\r\n."), StringComparison.Ordinal);
        var noops = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            noops.Add((await client.AskAsync("NOOP"))[..3]);
        }
        Assert.Equal(["250", "250", "450", "250", "250", "450"], noops);
        Assert.Equal(2, third.Used);

        server.Faults.Clear();
        Assert.StartsWith("250", await SendMailAsync(client), StringComparison.Ordinal);
    }

    /// <summary>The reply to the verb, in a connection of its own.</summary>
    private static async Task<string> ReachAsync(LoopbackSmtpServer server, SmtpVerb verb)
    {
        try
        {
            return await ReachVerbAsync(server, verb);
        }
        catch (SocketException) when (verb == SmtpVerb.Connect)
        {
            return ""; // reset before the connection was even reported
        }
    }

    private static async Task<string> ReachVerbAsync(LoopbackSmtpServer server, SmtpVerb verb)
    {
        await using var client = await RawSmtpClient.ConnectAsync(server);
        return verb switch
        {
            SmtpVerb.Connect => await client.ReadReplyAsync(),
            SmtpVerb.Ehlo => await AfterAsync(client, "EHLO client.test", introduced: false),
            SmtpVerb.StartTls => await AfterAsync(client, "STARTTLS"),
            SmtpVerb.Auth => await AfterAsync(client, "AUTH PLAIN AHUAcA=="),
            SmtpVerb.Mail => await AfterAsync(client, "MAIL FROM:<a@x.test>"),
            SmtpVerb.Rcpt => await AfterAsync(client, "RCPT TO:<b@x.test>", "MAIL FROM:<a@x.test>"),
            SmtpVerb.Data => await AfterAsync(client, "DATA", "MAIL FROM:<a@x.test>", "RCPT TO:<b@x.test>"),
            SmtpVerb.EndOfData => await AfterAsync(
                client,
                "A: b\r\n.",
                "MAIL FROM:<a@x.test>",
                "RCPT TO:<b@x.test>",
                "DATA"
            ),
            SmtpVerb.Bdat => await AfterAsync(client, "BDAT 6\r\nA: b", "MAIL FROM:<a@x.test>", "RCPT TO:<b@x.test>"),
            _ => await AfterAsync(client, verb.ToString().ToUpperInvariant()),
        };
    }

    private static Task<string> AfterAsync(RawSmtpClient client, string line, params string[] before) =>
        AfterAsync(client, line, introduced: true, before);

    private static async Task<string> AfterAsync(
        RawSmtpClient client,
        string line,
        bool introduced,
        params string[] before
    )
    {
        await client.ReadReplyAsync();
        if (introduced)
        {
            await client.AskAsync("EHLO client.test");
        }
        foreach (var command in before)
        {
            await client.AskAsync(command);
        }
        return await client.AskAsync(line);
    }

    private static async Task<string> SendMailAsync(RawSmtpClient client, bool chunked = false)
    {
        await client.AskAsync("MAIL FROM:<a@x.test>");
        await client.AskAsync("RCPT TO:<b@x.test>");
        if (chunked)
        {
            return await client.AskAsync("BDAT 12 LAST\r\nA: b\r\n\r\ntext");
        }
        await client.AskAsync("DATA");
        return await client.AskAsync("A: b\r\n\r\ntext\r\n.");
    }
}

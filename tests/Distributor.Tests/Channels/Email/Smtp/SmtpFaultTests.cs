using Distributor.Delivery;
using Distributor.Testing.Smtp;
using Xunit;

namespace Distributor.Tests.Channels.Email.Smtp;

/// <summary>
/// Each fault at each moment of a session with a real server, and what becomes of the message. Longer than most files because it
/// is one list of faults.
/// </summary>
public sealed class SmtpFaultTests
{
    [Theory]
    [InlineData(SmtpVerb.Connect, 421, "4.3.2", Result.Account)]
    [InlineData(SmtpVerb.Connect, 450, "4.3.2", Result.Account)]
    [InlineData(SmtpVerb.Connect, 554, "5.7.1", Result.Account)]
    [InlineData(SmtpVerb.Mail, 421, "4.3.2", Result.Account)]
    [InlineData(SmtpVerb.Mail, 451, "4.3.0", Result.Account)]
    [InlineData(SmtpVerb.Mail, 452, "4.3.1", Result.Account)]
    [InlineData(SmtpVerb.Mail, 550, "5.7.1", Result.Account)]
    [InlineData(SmtpVerb.Mail, 552, "5.3.4", Result.Refused)]
    [InlineData(SmtpVerb.Rcpt, 421, "4.7.0", Result.SlowDown)]
    [InlineData(SmtpVerb.Rcpt, 450, "4.2.0", Result.Later)]
    [InlineData(SmtpVerb.Rcpt, 451, "4.3.0", Result.Later)]
    [InlineData(SmtpVerb.Rcpt, 452, "4.2.2", Result.Later)]
    [InlineData(SmtpVerb.Rcpt, 550, "5.1.1", Result.Gone)]
    [InlineData(SmtpVerb.Rcpt, 550, "5.7.1", Result.Refused)]
    [InlineData(SmtpVerb.Rcpt, 552, "5.2.2", Result.Later)]
    [InlineData(SmtpVerb.Data, 421, "4.7.0", Result.SlowDown)]
    [InlineData(SmtpVerb.Data, 451, "4.3.0", Result.Later)]
    [InlineData(SmtpVerb.Data, 554, "5.7.1", Result.Refused)]
    [InlineData(SmtpVerb.EndOfData, 421, "4.7.0", Result.SlowDown)]
    [InlineData(SmtpVerb.EndOfData, 450, "4.2.0", Result.Later)]
    [InlineData(SmtpVerb.EndOfData, 452, "4.3.1", Result.Later)]
    [InlineData(SmtpVerb.EndOfData, 550, "5.7.26", Result.Account)]
    [InlineData(SmtpVerb.EndOfData, 550, "5.1.1", Result.Gone)]
    [InlineData(SmtpVerb.EndOfData, 552, "5.3.4", Result.Refused)]
    [InlineData(SmtpVerb.EndOfData, 554, "5.6.0", Result.Refused)]
    public async Task An_answer_decides_and_the_next_message_goes_on(
        SmtpVerb verb,
        int code,
        string detail,
        Result expected
    )
    {
        foreach (var chunking in verb == SmtpVerb.Data ? [false] : new[] { true, false })
        {
            await using var relay = await Relay.StartAsync(
                new SmtpServerOptions { Extensions = new() { Chunking = chunking } }
            );
            relay.Server.Faults.Next(verb, SmtpFault.Reply(code, detail, "Says the test"));

            var outcome = await relay.SendAsync(1);
            var next = await relay.SendAsync(2);

            Assert.Equal(expected, ResultOf(outcome));
            Assert.Contains($"{code} {detail} Says the test", outcome.Reason, StringComparison.Ordinal);
            Assert.Equal(DeliveryState.Accepted, next.State);
            Assert.Equal([Relay.Reader(2)], relay.Server.Mails.Select(mail => mail.Recipient));
            Assert.Empty(relay.Server.Violations);
        }
    }

    [Theory]
    [InlineData(SmtpVerb.Connect)]
    [InlineData(SmtpVerb.Ehlo)]
    [InlineData(SmtpVerb.Mail)]
    [InlineData(SmtpVerb.Rcpt)]
    [InlineData(SmtpVerb.Data)]
    public async Task A_connection_lost_before_the_content_closes_the_channel_and_counts_nothing(SmtpVerb verb)
    {
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions { Extensions = new() { Chunking = false } }
        );
        relay.Server.Faults.Next(verb, SmtpFault.Drop());

        var outcome = await relay.SendAsync();

        Assert.Equal(Result.Account, ResultOf(outcome));
        Assert.Empty(relay.Server.Mails);
    }

    [Theory]
    [InlineData(SmtpVerb.Mail)]
    [InlineData(SmtpVerb.Rcpt)]
    [InlineData(SmtpVerb.Data)]
    public async Task While_mail_gets_through_a_lost_connection_speaks_against_its_message_alone(SmtpVerb verb)
    {
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions { Extensions = new() { Chunking = false } }
        );
        await relay.SendAsync(1);
        relay.Server.Faults.When(verb, moment => moment.Verb == verb, SmtpFault.Drop());

        var outcome = await relay.SendAsync(2);
        relay.Server.Faults.Clear();

        Assert.Equal(Result.Later, ResultOf(outcome));
        Assert.Equal(DeliveryState.Accepted, (await relay.SendAsync(3)).State);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_connection_lost_after_the_whole_message_is_ambiguous_and_nothing_is_sent_again(
        bool chunking,
        bool taken
    )
    {
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions { Extensions = new() { Chunking = chunking } }
        );
        await relay.SendAsync(1);
        relay.Server.Faults.Next(SmtpVerb.EndOfData, taken ? SmtpFault.TakeAndDrop() : SmtpFault.Drop());

        var outcome = await relay.SendAsync(2);

        Assert.Equal(Result.Unknown, ResultOf(outcome));
        Assert.Equal("message: the connection was lost", outcome.Reason);
        Assert.Equal(taken ? 2 : 1, relay.Server.MailsTaken);
        Assert.Equal(1, relay.Server.ConnectionsOpened);
    }

    [Fact]
    public async Task The_retry_of_an_ambiguous_message_has_the_same_message_id()
    {
        await using var relay = await Relay.StartAsync();
        relay.Server.Faults.Next(SmtpVerb.EndOfData, SmtpFault.TakeAndDrop());

        await relay.SendAsync(1);
        await relay.SendAsync(Relay.Message(1) with { MaybeDuplicate = true });

        Assert.Single(relay.Server.Mails.Select(mail => mail.Message.MessageId).Distinct());
        Assert.Equal(2, relay.Server.Mails.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_lost_amid_a_large_content_has_delivered_nothing(bool chunking)
    {
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions
            {
                ReceiveBuffer = 4096,
                Extensions = new() { Chunking = chunking },
            }
        );
        var gate = new SmtpGate();
        relay.Server.Faults.Next(chunking ? SmtpVerb.Bdat : SmtpVerb.Data, SmtpFault.SlowContent(gate, after: 10_000));
        // More than the buffers of both sides hold, so that the end cannot have left.
        var words = string.Concat(Enumerable.Repeat("All the news of the day.\n", 300_000));

        var sending = relay.SendAsync(Samples.Mail with { Text = words });
        await gate.WaitForArrivalsAsync();
        relay.Server.CutConnections();
        var outcome = await sending;

        Assert.Equal(Result.Account, ResultOf(outcome));
        Assert.Empty(relay.Server.Mails);
    }

    [Theory]
    [InlineData(SmtpVerb.Connect, 6, Result.Account)]
    [InlineData(SmtpVerb.Ehlo, 6, Result.Account)]
    [InlineData(SmtpVerb.Mail, 6, Result.Account)]
    [InlineData(SmtpVerb.Rcpt, 6, Result.Account)]
    [InlineData(SmtpVerb.Data, 6, Result.Account)]
    [InlineData(SmtpVerb.EndOfData, 11, Result.Unknown)]
    public async Task A_relay_that_falls_silent_is_given_up_after_its_time(SmtpVerb verb, int minutes, Result expected)
    {
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions { Extensions = new() { Chunking = false } }
        );
        var gate = new SmtpGate();
        relay.Server.Faults.Next(verb, SmtpFault.Hold(gate));

        var sending = relay.SendAsync();
        await gate.WaitForArrivalsAsync();
        var outcome = await relay.AdvanceUntilAsync(sending, TimeSpan.FromMinutes(minutes));

        Assert.Equal(expected, ResultOf(outcome));
        // Connected is not yet greeted: either wait may be the one that ends.
        Assert.Matches("no (answer|connection) in", outcome.Reason);
    }

    [Fact]
    public async Task A_slow_answer_to_the_whole_message_is_waited_for()
    {
        await using var relay = await Relay.StartAsync();
        var gate = new SmtpGate();
        relay.Server.Faults.Next(SmtpVerb.EndOfData, SmtpFault.Hold(gate));

        var sending = relay.SendAsync();
        await gate.WaitForArrivalsAsync();
        relay.Time.Advance(TimeSpan.FromMinutes(9));
        gate.Open();

        Assert.Equal(DeliveryState.Accepted, (await sending).State);
    }

    [Theory]
    [InlineData("nonsense\r\n")]
    [InlineData("25\r\n")]
    public async Task Nonsense_after_the_whole_message_is_no_answer(string bytes)
    {
        await using var relay = await Relay.StartAsync();
        relay.Server.Faults.Next(SmtpVerb.EndOfData, SmtpFault.Raw(bytes));

        Assert.Equal(Result.Unknown, ResultOf(await relay.SendAsync()));
    }

    [Fact]
    public async Task Half_an_answer_after_the_whole_message_is_no_answer()
    {
        await using var relay = await Relay.StartAsync();
        relay.Server.Faults.Next(SmtpVerb.EndOfData, SmtpFault.HalfLine());

        Assert.Equal(Result.Unknown, ResultOf(await relay.SendAsync()));
    }

    [Fact]
    public async Task A_yes_before_the_connection_is_lost_is_a_yes()
    {
        await using var relay = await Relay.StartAsync();
        relay.Server.Faults.Next(SmtpVerb.EndOfData, SmtpFault.ReplyAndDrop());

        Assert.Equal(DeliveryState.Accepted, (await relay.SendAsync(1)).State);
        Assert.Equal(DeliveryState.Accepted, (await relay.SendAsync(2)).State);
        Assert.Equal(2, relay.Server.MailsTaken);
    }

    [Fact]
    public async Task A_relay_that_is_down_closes_the_channel_and_mail_goes_when_it_is_back()
    {
        await using var relay = await Relay.StartAsync();
        relay.Server.StopListening();

        var outcome = await relay.SendAsync(1);
        relay.Server.ResumeListening();

        Assert.Equal(Result.Account, ResultOf(outcome));
        Assert.Equal("connecting: the connection was refused", outcome.Reason);
        Assert.Equal(DeliveryState.Accepted, (await relay.SendAsync(1)).State);
    }

    [Fact]
    public async Task A_host_whose_name_nobody_knows_closes_the_channel()
    {
        await using var relay = await Relay.StartAsync(
            settings: new Distributor.Channels.Email.SmtpOptions { Host = "relay.invalid" }
        );

        var outcome = await relay.SendAsync();

        Assert.Equal(
            (Result.Account, "connecting: the name of the host was not found"),
            (ResultOf(outcome), outcome.Reason)
        );
    }

    [Fact]
    public async Task A_server_that_resets_badly_is_left_for_a_new_connection()
    {
        await using var relay = await Relay.StartAsync();
        relay.Server.Faults.Next(SmtpVerb.Rcpt, SmtpFault.Reply(550, "5.1.1", "Unknown"));
        relay.Server.Faults.Next(SmtpVerb.Rset, SmtpFault.Reply(500, null, "What?"));

        Assert.Equal(Result.Gone, ResultOf(await relay.SendAsync(1)));
        Assert.Equal(DeliveryState.Accepted, (await relay.SendAsync(2)).State);
        Assert.Equal(2, relay.Server.ConnectionsOpened);
    }

    public enum Result
    {
        Accepted,
        Gone,
        Later,
        SlowDown,
        Refused,
        Account,
        Unknown,
    }

    internal static Result ResultOf(Outcome outcome) =>
        outcome switch
        {
            { State: DeliveryState.Accepted } => Result.Accepted,
            { State: DeliveryState.Failed, Address: AddressVerdict.Gone } => Result.Gone,
            { State: DeliveryState.Failed } => Result.Refused,
            { IsAmbiguous: true, CountsAsFailure: true, Lane: LaneVerdict.Closed } => Result.Unknown,
            { Lane: LaneVerdict.Closed, IsWholeChannel: true, CountsAsFailure: false } => Result.Account,
            { Lane: LaneVerdict.Wait, IsWholeChannel: false, Wait: not null, CountsAsFailure: false } =>
                Result.SlowDown,
            { Lane: LaneVerdict.Open, CountsAsFailure: true } => Result.Later,
            _ => throw new InvalidOperationException($"An outcome that means nothing: {outcome}"),
        };
}

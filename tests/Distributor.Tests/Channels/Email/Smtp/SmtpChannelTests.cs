using Distributor.Channels.Email;
using Distributor.Delivery;
using Distributor.Testing.Smtp;
using Xunit;

namespace Distributor.Tests.Channels.Email.Smtp;

public sealed class SmtpChannelTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_mail_arrives_as_it_was_composed(bool chunking, bool pipelining)
    {
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions
            {
                Extensions = new() { Chunking = chunking, Pipelining = pipelining },
            }
        );

        var outcome = await relay.SendAsync(Samples.Mail);

        Assert.Equal(Outcome.Accepted("12-345-1@news.example.org"), outcome);
        var mail = Assert.Single(relay.Server.Mails);
        Assert.Equal(("digest@news.example.org", "reader@example.org"), (mail.From, mail.Recipient));
        Assert.Equal(MimeComposerTests.Bytes(MimeComposerTests.Compose(Samples.Mail, Relay.Mail)), mail.Raw.ToArray());
        Assert.Equal(chunking, mail.IsChunked);
        Assert.Empty(relay.Server.Violations);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Dots_long_lines_and_large_bodies_arrive_whole(bool chunking)
    {
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions { Extensions = new() { Chunking = chunking } }
        );
        var words = string.Concat(Enumerable.Repeat("größe.", 30_000)) + "\n.\n..\n.end\n";
        var message = Samples.Mail with { Text = words, Html = $"<p>{words}</p>\n.\n" };

        var outcome = await relay.SendAsync(message);

        Assert.Equal(DeliveryState.Accepted, outcome.State);
        var mail = Assert.Single(relay.Server.Mails);
        Assert.Equal(words, mail.Message.TextBody?.ReplaceLineEndings("\n"));
        Assert.Empty(relay.Server.Violations);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bodies_of_every_length_around_a_block_arrive(bool chunking)
    {
        // A library that does not flush a message which ends exactly with its buffer would hang here.
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions { Extensions = new() { Chunking = chunking } }
        );
        var size = MimeComposerTests.Bytes(MimeComposerTests.Compose(Relay.Message(1), Relay.Mail)).Length;
        var toABlock = 4096 - (size % 4096);

        for (var length = toABlock - 40; length < toABlock + 40; length++)
        {
            var text = Samples.Mail.Text + new string('x', 60) + "\n" + new string('y', Math.Max(0, length - 64));
            var outcome = await relay.SendAsync(Relay.Message(1) with { Text = Wrapped(text) });
            Assert.Equal(DeliveryState.Accepted, outcome.State);
        }

        Assert.Empty(relay.Server.Violations);
    }

    [Fact]
    public async Task Many_mails_share_a_few_connections()
    {
        await using var relay = await Relay.StartAsync(settings: new SmtpOptions { Connections = 3 });

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 60).Select(relay.SendAsync));

        Assert.All(outcomes, outcome => Assert.Equal(DeliveryState.Accepted, outcome.State));
        Assert.Equal(60, relay.Server.Mails.Select(mail => mail.Recipient).Distinct().Count());
        Assert.InRange(relay.Server.ConnectionsOpened, 1, 3);
        Assert.Equal(3, relay.Channel.Parallel);
        Assert.Empty(relay.Server.Violations);
    }

    [Fact]
    public async Task A_connection_says_goodbye_after_its_share_of_messages()
    {
        await using var relay = await Relay.StartAsync(
            settings: new SmtpOptions { Connections = 1, MessagesPerConnection = 2 }
        );

        for (var number = 1; number <= 5; number++)
        {
            await relay.SendAsync(number);
        }

        Assert.Equal([1, 1, 2, 2, 3], relay.Server.Mails.Select(mail => mail.Connection));
        Assert.Equal("QUIT", relay.Server.Connections[0].Commands[^1]);
    }

    [Fact]
    public async Task A_connection_nobody_needs_says_goodbye()
    {
        await using var relay = await Relay.StartAsync();
        await relay.SendAsync();

        relay.Time.Advance(TimeSpan.FromMinutes(2));
        await relay.Server.WaitAsync(() => relay.Server.ConnectionsOpen == 0);

        Assert.Equal("QUIT", relay.Server.Connections[0].Commands[^1]);
        Assert.Equal(DeliveryState.Accepted, (await relay.SendAsync(2)).State);
        Assert.Equal(2, relay.Server.ConnectionsOpened);
    }

    [Fact]
    public async Task An_old_connection_that_died_is_replaced_without_a_word()
    {
        await using var relay = await Relay.StartAsync(settings: new SmtpOptions { Connections = 1 });
        await relay.SendAsync(1);

        relay.Server.CutConnections();
        await relay.Server.WaitAsync(() => relay.Server.ConnectionsOpen == 0);
        var outcome = await relay.SendAsync(2);

        Assert.Equal(DeliveryState.Accepted, outcome.State);
        Assert.Equal([Relay.Reader(1), Relay.Reader(2)], relay.Server.Mails.Select(mail => mail.Recipient));
    }

    [Theory]
    [InlineData(SmtpVerb.Mail, 421)]
    [InlineData(SmtpVerb.Rcpt, 421)]
    [InlineData(SmtpVerb.Mail, 0)]
    [InlineData(SmtpVerb.Rcpt, 0)]
    public async Task An_old_session_that_ends_before_the_content_is_replaced_and_the_mail_goes_on(
        SmtpVerb verb,
        int code
    )
    {
        await using var relay = await Relay.StartAsync(settings: new SmtpOptions { Connections = 1 });
        await relay.SendAsync(1);
        relay.Server.Faults.Next(verb, code == 0 ? SmtpFault.Drop() : SmtpFault.Reply(code, "4.3.2", "Enough for now"));

        var outcome = await relay.SendAsync(2);

        Assert.Equal(DeliveryState.Accepted, outcome.State);
        Assert.Equal([1, 2], relay.Server.Mails.Select(mail => mail.Connection));
    }

    [Fact]
    public async Task A_relay_that_allows_few_messages_a_connection_gets_new_connections()
    {
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions { MostMessagesPerConnection = 2 },
            new SmtpOptions { Connections = 1 }
        );

        for (var number = 1; number <= 5; number++)
        {
            Assert.Equal(DeliveryState.Accepted, (await relay.SendAsync(number)).State);
        }

        Assert.Equal(3, relay.Server.ConnectionsOpened);
    }

    [Fact]
    public async Task A_relay_that_allows_few_connections_gets_all_mail_through_those()
    {
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions { MostConnections = 2 },
            new SmtpOptions { Connections = 6 }
        );

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 40).Select(relay.SendAsync));

        Assert.All(outcomes, outcome => Assert.Equal(DeliveryState.Accepted, outcome.State));
        Assert.Equal(40, relay.Server.Mails.Count);
    }

    [Fact]
    public async Task A_relay_that_is_down_is_asked_once_for_all_who_wait()
    {
        await using var relay = await Relay.StartAsync();
        var gate = new SmtpGate();
        relay.Server.Faults.Always(SmtpVerb.Connect, SmtpFault.Reply(421, null, "Closed").After(gate));

        var sending = Enumerable.Range(1, 8).Select(relay.SendAsync).ToList();
        await gate.WaitForArrivalsAsync();
        gate.Open();
        var outcomes = await Task.WhenAll(sending);

        Assert.All(outcomes, outcome => Assert.Equal("connecting: 421 Closed", outcome.Reason));
        Assert.Equal(1, relay.Server.ConnectionsOpened);
    }

    [Fact]
    public async Task Many_unknown_readers_do_not_wear_out_a_session()
    {
        await using var relay = await Relay.StartAsync(
            new SmtpServerOptions { MostErrors = 10 },
            new SmtpOptions { Connections = 1 }
        );
        relay.Server.Faults.Always(SmtpVerb.Rcpt, SmtpFault.Reply(550, "5.1.1", "Unknown"));

        for (var number = 1; number <= 25; number++)
        {
            var outcome = await relay.SendAsync(number);
            Assert.Equal((DeliveryState.Failed, AddressVerdict.Gone), (outcome.State, outcome.Address));
        }

        Assert.DoesNotContain(
            relay.Server.Connections.SelectMany(connection => connection.Transcript),
            line => line.StartsWith("S: 421", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_relay_that_offers_chunks_and_does_not_know_them_gets_the_mail_with_data()
    {
        await using var relay = await Relay.StartAsync(settings: new SmtpOptions { Connections = 1 });
        relay.Server.Faults.Next(SmtpVerb.Bdat, SmtpFault.Reply(502, "5.5.1", "Command not implemented"));

        var first = await relay.SendAsync(1);
        var second = await relay.SendAsync(2);

        Assert.Equal((DeliveryState.Accepted, DeliveryState.Accepted), (first.State, second.State));
        Assert.Equal([false, false], relay.Server.Mails.Select(mail => mail.IsChunked));
    }

    [Fact]
    public async Task A_message_without_a_way_back_has_the_null_sender()
    {
        await using var relay = await Relay.StartAsync();

        await relay.SendAsync(Samples.Mail with { EnvelopeFrom = "" });
        await relay.SendAsync(Samples.Mail with { EnvelopeFrom = "b+1-2-1.abc@bounce.example.org" });

        Assert.Equal(["", "b+1-2-1.abc@bounce.example.org"], relay.Server.Mails.Select(mail => mail.From));
    }

    static string Wrapped(string text) =>
        string.Join('\n', text.Chunk(70).Select(line => new string(line).Replace("\n", " ", StringComparison.Ordinal)));
}

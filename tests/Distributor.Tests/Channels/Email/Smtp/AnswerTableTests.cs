using Distributor.Channels.Email.Smtp;
using Distributor.Delivery;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Channels.Email.Smtp;

/// <summary>Answers as servers in the world give them, and whose affair each is.</summary>
public sealed class AnswerTableTests
{
    [Theory]
    [InlineData(550, "5.1.1 <reader@example.org>: Recipient address rejected: User unknown in virtual mailbox table")]
    [InlineData(550, "5.1.1 The email account that you tried to reach does not exist. Please try double-checking")]
    [InlineData(550, "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup")]
    [InlineData(550, "5.2.1 The email account that you tried to reach is inactive")]
    [InlineData(554, "5.2.1 <reader@example.org>: Recipient address rejected: account disabled")]
    [InlineData(550, "5.4.1 Recipient address rejected: Access denied. [XX.prod.protection.outlook.com]")]
    [InlineData(551, "5.1.6 The mailbox has moved")]
    [InlineData(551, "User not local; please try <new@example.net>")]
    [InlineData(553, "5.1.3 Bad recipient address syntax")]
    [InlineData(550, "No such user here")]
    [InlineData(550, "Requested action not taken: mailbox unavailable")]
    [InlineData(553, "sorry, that domain isn't in my list of allowed rcpthosts; no mailbox here by that name")]
    [InlineData(556, "5.1.10 Domain does not accept mail (nullMX)")]
    public void An_address_that_is_no_more_is_gone(int code, string text) =>
        Assert.Equal(AnswerMeaning.Gone, Meaning(SmtpStage.Recipient, code, text));

    [Theory]
    [InlineData(552, "5.2.2 The email account that you tried to reach is over quota")]
    [InlineData(552, "5.2.2 Mailbox full")]
    [InlineData(552, "Requested mail action aborted: exceeded storage allocation")]
    [InlineData(554, "mailbox is full")]
    [InlineData(550, "Quota exceeded (mailbox for user is full)")]
    public void A_full_mailbox_is_tried_again_and_not_blamed_on_the_address(int code, string text)
    {
        Assert.Equal(AnswerMeaning.Full, Meaning(SmtpStage.Recipient, code, text));
        var outcome = Outcome(SmtpStage.Recipient, code, text);
        Assert.Equal(
            (DeliveryState.Deferred, AddressVerdict.Fine, true),
            (outcome.State, outcome.Address, outcome.CountsAsFailure)
        );
    }

    [Theory]
    [InlineData(SmtpStage.Recipient, 450, "4.2.0 <reader@example.org>: Recipient address rejected: Greylisted")]
    [InlineData(
        SmtpStage.Recipient,
        451,
        "4.7.1 Greylisting in action, please come back in 00:05:00 (rate of new senders)"
    )]
    [InlineData(SmtpStage.Recipient, 450, "4.2.1 The user you are trying to contact is receiving mail too quickly")]
    [InlineData(SmtpStage.Recipient, 452, "4.2.2 Mailbox full")]
    [InlineData(SmtpStage.Recipient, 451, "4.3.0 Temporary lookup failure")]
    [InlineData(SmtpStage.Recipient, 451, "Local error in processing")]
    [InlineData(SmtpStage.Data, 451, "4.3.0 Queue file write error")]
    [InlineData(SmtpStage.End, 452, "4.3.1 Insufficient system storage")]
    [InlineData(SmtpStage.End, 451, "4.7.0 Message held for inspection, try again")]
    [InlineData(SmtpStage.Recipient, 503, "5.5.1 Error: need MAIL command")]
    [InlineData(SmtpStage.Data, 250, "What?")]
    public void What_may_pass_is_tried_again_for_this_recipient_alone(object stage, int code, string text)
    {
        Assert.Equal(AnswerMeaning.Later, Meaning((SmtpStage)stage, code, text));
        var outcome = Outcome((SmtpStage)stage, code, text);
        Assert.Equal(
            (DeliveryState.Deferred, LaneVerdict.Open, true),
            (outcome.State, outcome.Lane, outcome.CountsAsFailure)
        );
    }

    [Theory]
    [InlineData(SmtpStage.Recipient, 421, "4.7.0 [TSS04] Messages from 192.0.2.1 temporarily deferred")]
    [InlineData(SmtpStage.End, 421, "4.7.28 Gmail has detected an unusual rate of unsolicited mail")]
    [InlineData(SmtpStage.Recipient, 451, "4.7.500 Server busy. Please try again later")]
    [InlineData(SmtpStage.Data, 450, "4.7.1 Error: too much mail from 192.0.2.1")]
    [InlineData(SmtpStage.Recipient, 452, "4.7.1 Rate limit reached")]
    public void A_receiver_that_asks_for_patience_rests_its_lane_and_no_other(object stage, int code, string text)
    {
        var outcome = Outcome((SmtpStage)stage, code, text);

        Assert.Equal(
            (DeliveryState.Deferred, LaneVerdict.Wait, false),
            (outcome.State, outcome.Lane, outcome.IsWholeChannel)
        );
        Assert.Equal((Rest, false), (outcome.Wait, outcome.CountsAsFailure));
    }

    [Theory]
    [InlineData(SmtpStage.End, 550, "5.7.1 Our system has detected that this message is likely unsolicited mail")]
    [InlineData(SmtpStage.End, 554, "5.7.1 Message contains spam or virus")]
    [InlineData(SmtpStage.End, 550, "5.7.28 Complaints about messages like this")]
    [InlineData(SmtpStage.Recipient, 550, "5.7.1 <reader@example.org>: Recipient address rejected: policy")]
    [InlineData(SmtpStage.Recipient, 554, "Message rejected: blacklisted content")]
    [InlineData(SmtpStage.End, 552, "5.3.4 Message size exceeds fixed limit")]
    [InlineData(SmtpStage.Mail, 552, "5.3.4 Message size exceeds fixed maximum message size")]
    [InlineData(SmtpStage.Mail, 552, "message too large")]
    [InlineData(SmtpStage.End, 554, "5.6.0 Message content rejected")]
    [InlineData(SmtpStage.End, 554, "Transaction failed")]
    [InlineData(SmtpStage.Recipient, 550, "Your IP address has been rejected")]
    [InlineData(SmtpStage.End, 550, "No thanks")]
    [InlineData(SmtpStage.Recipient, 550, "5.2.3 Message length exceeds administrative limit")]
    public void An_unwanted_message_fails_without_a_word_against_the_address(object stage, int code, string text)
    {
        var outcome = Outcome((SmtpStage)stage, code, text);

        Assert.Equal((DeliveryState.Failed, AddressVerdict.Fine), (outcome.State, outcome.Address));
        Assert.Equal(LaneVerdict.Open, outcome.Lane);
    }

    [Theory]
    [InlineData(SmtpStage.Connect, 421, "4.7.0 Too many connections from 192.0.2.1")]
    [InlineData(SmtpStage.Connect, 554, "5.7.1 Service unavailable; client blocked using zen.example")]
    [InlineData(SmtpStage.Connect, 0, "the connection was refused")]
    [InlineData(SmtpStage.Tls, 454, "4.7.0 TLS not available due to local problem")]
    [InlineData(SmtpStage.Login, 535, "5.7.8 Authentication credentials invalid")]
    [InlineData(SmtpStage.Login, 454, "4.7.0 Temporary authentication failure")]
    [InlineData(SmtpStage.Mail, 530, "5.7.0 Must issue a STARTTLS command first")]
    [InlineData(SmtpStage.Mail, 553, "5.1.8 Sender domain not found")]
    [InlineData(SmtpStage.Mail, 451, "4.3.0 Try again")]
    [InlineData(SmtpStage.Mail, 452, "4.3.1 Insufficient system storage")]
    [InlineData(SmtpStage.Mail, 0, "no answer in 300 s")]
    [InlineData(SmtpStage.Recipient, 0, "the connection was lost")]
    [InlineData(SmtpStage.Recipient, 530, "5.7.0 Authentication required")]
    [InlineData(SmtpStage.Recipient, 554, "5.7.1 <reader@example.org>: Relay access denied")]
    [InlineData(SmtpStage.Recipient, 454, "4.7.1 <reader@example.org>: Relay access denied")]
    [InlineData(SmtpStage.Recipient, 550, "5.7.1 Unable to relay for reader@example.org")]
    [InlineData(SmtpStage.Recipient, 550, "5.1.8 <digest@news.example.org>: Sender address rejected: Domain not found")]
    [InlineData(SmtpStage.Recipient, 553, "5.7.1 <digest@news.example.org>: Sender address rejected: not logged in")]
    [InlineData(SmtpStage.Recipient, 504, "5.5.2 <app-7d9f>: Helo command rejected: need fully-qualified hostname")]
    [InlineData(SmtpStage.Recipient, 450, "4.7.25 Client host rejected: cannot find your hostname")]
    [InlineData(SmtpStage.End, 550, "5.7.26 Your email has been blocked because the sender is unauthenticated")]
    [InlineData(SmtpStage.End, 550, "5.7.25 The IP address sending this message does not have a PTR record")]
    [InlineData(SmtpStage.End, 550, "5.7.29 This message was not sent over a TLS connection")]
    [InlineData(
        SmtpStage.End,
        550,
        "5.7.515 Access denied, sending domain does not meet the required authentication level"
    )]
    public void What_the_next_message_would_hear_too_closes_the_channel_and_fails_nothing(
        object stage,
        int code,
        string text
    )
    {
        var outcome = Outcome((SmtpStage)stage, code, text);

        Assert.Equal(
            (DeliveryState.Deferred, LaneVerdict.Closed, true),
            (outcome.State, outcome.Lane, outcome.IsWholeChannel)
        );
        Assert.Equal((false, AddressVerdict.Fine), (outcome.CountsAsFailure, outcome.Address));
    }

    [Theory]
    [InlineData(0, "the connection was lost")]
    [InlineData(0, "no answer in 600 s")]
    [InlineData(354, "Go on")]
    public void Silence_after_the_whole_message_leaves_open_whether_it_arrived(int code, string text)
    {
        var outcome = Outcome(SmtpStage.End, code, text);

        Assert.Equal(
            (DeliveryState.Deferred, true, true),
            (outcome.State, outcome.IsAmbiguous, outcome.CountsAsFailure)
        );
        // The relay may be down: it is asked before the next message is risked.
        Assert.Equal((LaneVerdict.Closed, true), (outcome.Lane, outcome.IsWholeChannel));
    }

    [Theory]
    [InlineData(250, "2.0.0 Ok: queued as 4ZqK")]
    [InlineData(251, "User not local; will forward")]
    public void Any_yes_to_the_whole_message_is_a_yes(int code, string text) =>
        Assert.Equal(DeliveryState.Accepted, Outcome(SmtpStage.End, code, text).State);

    [Theory]
    [InlineData(550, "5.1.1 <Reader@Example.org>: unknown", "RCPT: 550 5.1.1 <(address)>: unknown")]
    [InlineData(550, "5.1.1 no\n5.1.1 such\r\n5.1.1 user", "RCPT: 550 5.1.1 no such user")]
    [InlineData(0, "the connection was lost", "RCPT: the connection was lost")]
    [InlineData(450, "4.2.0 a\u0000b\tc", "RCPT: 450 4.2.0 a b c")]
    public void A_reason_is_one_line_without_an_address(int code, string text, string reason) =>
        Assert.Equal(reason, new ServerAnswer(SmtpStage.Recipient, code, text).ToReason());

    [Fact]
    public void A_long_answer_is_cut()
    {
        var reason = new ServerAnswer(SmtpStage.End, 554, "5.7.1 " + new string('x', 2_000)).ToReason();

        Assert.Equal(200, reason.Length);
        Assert.StartsWith("message: 554 5.7.1 xxx", reason, StringComparison.Ordinal);
    }

    static readonly Duration Rest = Duration.FromMinutes(5);

    static AnswerMeaning Meaning(SmtpStage stage, int code, string text) =>
        AnswerTable.MeaningOf(new ServerAnswer(stage, code, text));

    static Outcome Outcome(SmtpStage stage, int code, string text) =>
        AnswerOutcomes.Of(Meaning(stage, code, text), "reason", "1@example.org", Rest);
}

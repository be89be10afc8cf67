using Distributor.Delivery;
using MimeKit;
using NodaTime;

namespace Distributor.Channels.Email.Smtp;

/// <summary>
/// Sends mail through the relay of section <c>Smtp</c>. A message goes to the relay again by itself only when it is certain
/// that nothing was taken: the session was an old one that had ended, or BDAT was not understood. Everything else is told
/// and decided elsewhere. Safe for concurrent calls.
/// </summary>
public sealed class SmtpChannel : IChannel<EmailMessage>, IAsyncDisposable
{
    /// <summary>A first try, one more in place of an old session, one more with DATA for BDAT.</summary>
    const int MostTries = 3;

    /// <summary>While mail is getting through, a connection lost over one message speaks against that message.</summary>
    static readonly TimeSpan Lately = TimeSpan.FromMinutes(5);

    readonly MimeComposer composer;
    readonly SmtpTimeouts timeouts;
    readonly TimeProvider time;
    readonly ConnectionPool pool;
    long acceptedAt;

    internal SmtpChannel(
        MimeComposer composer,
        SmtpOptions options,
        MailConnector connector,
        SmtpTimeouts timeouts,
        TimeProvider time,
        ILogger<SmtpChannel> logger
    )
    {
        this.composer = composer;
        this.timeouts = timeouts;
        this.time = time;
        Parallel = options.Connections;
        pool = new ConnectionPool(options, connector, timeouts, time, logger);
    }

    public int Parallel { get; }

    public bool IsReal => true;

    /// <inheritdoc/>
    /// <param name="message">Rendered and personal.</param>
    /// <param name="cancellationToken">Heeded until the message begins to leave, not after.</param>
    public async Task<Outcome> SendAsync(EmailMessage message, CancellationToken cancellationToken)
    {
        if (!composer.TryMake(message, out var mail, out var refusal))
        {
            return refusal;
        }
        using (mail)
        {
            if (!TryGetSender(message, mail, out var sender))
            {
                return Outcome.Failed("the envelope sender is no e-mail address");
            }
            var answer = await SendAsync(mail, sender, cancellationToken);
            return OutcomeOf(answer, mail.MessageId);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A session is begun, with TLS and login; it is kept for the next mail.</remarks>
    public async Task<string?> ProbeAsync(CancellationToken cancellationToken)
    {
        var (connection, fault) = await pool.RentAsync(fresh: true, cancellationToken);
        if (connection is null)
        {
            return fault!.ToReason();
        }
        pool.Return(connection);
        return null;
    }

    public ValueTask DisposeAsync() => pool.DisposeAsync();

    async Task<ServerAnswer> SendAsync(OutgoingMail mail, MailboxAddress sender, CancellationToken cancellationToken)
    {
        var fresh = false;
        for (var tries = 1; ; tries++)
        {
            var (connection, fault) = await pool.RentAsync(fresh, cancellationToken);
            if (connection is null)
            {
                return fault!;
            }
            ServerAnswer answer;
            bool goesAgain;
            try
            {
                var isOld = connection.Messages > 0;
                answer = await connection.SendAsync(mail, sender);
                var doesNotKnowChunks = connection.UsesChunks && IsNotUnderstood(answer);
                if (doesNotKnowChunks)
                {
                    // What followed BDAT was taken for commands: nothing more can be said in this session.
                    pool.AvoidChunks();
                    connection.Dispose();
                }
                goesAgain = doesNotKnowChunks || (isOld && EndedBeforeTheEnd(answer));
            }
            finally
            {
                pool.Return(connection);
            }
            if (!goesAgain || tries == MostTries)
            {
                return answer;
            }
            fresh = true;
        }
    }

    /// <summary>The session ended, and nothing can have been taken: the relay had grown tired of it, or was started anew.</summary>
    static bool EndedBeforeTheEnd(ServerAnswer answer) =>
        answer.Stage < SmtpStage.End && (answer.IsLost || answer.EndsSession);

    /// <summary>Syntax error or not implemented (RFC 5321 section 4.2.2), in answer to content.</summary>
    static bool IsNotUnderstood(ServerAnswer answer) =>
        answer is { Stage: SmtpStage.End, Code: 500 or 501 or 502 or 503 or 504 };

    Outcome OutcomeOf(ServerAnswer answer, string messageId)
    {
        var meaning = AnswerTable.MeaningOf(answer);
        if (meaning == AnswerMeaning.Accepted)
        {
            Volatile.Write(ref acceptedAt, time.GetTimestamp());
        }
        else if (
            meaning == AnswerMeaning.Account
            && (answer.IsLost ? answer.Stage >= SmtpStage.Mail : answer.Stage >= SmtpStage.Recipient)
            && WorkedLately()
        )
        {
            // One poisonous message, or one receiver that does not like us, must not stop all others for ever.
            meaning = AnswerMeaning.Later;
        }
        return AnswerOutcomes.Of(meaning, answer.ToReason(), messageId, Duration.FromTimeSpan(timeouts.SlowDown));
    }

    bool WorkedLately() =>
        Volatile.Read(ref acceptedAt) is not 0 and var accepted && time.GetElapsedTime(accepted) < Lately;

    static bool TryGetSender(
        EmailMessage message,
        OutgoingMail mail,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out MailboxAddress? sender
    )
    {
        if (message.EnvelopeFrom is { Length: > 0 } envelope)
        {
            return EmailAddresses.TryParse(envelope, out sender);
        }
        // Empty is the null sender, whose bounces nobody wants; none at all is whoever the mail is from.
        sender = message.EnvelopeFrom is null ? mail.From : new MailboxAddress("", "");
        return true;
    }
}

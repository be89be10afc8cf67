namespace Distributor.Testing.Smtp;

/// <summary>One conversation: what is known of it, and the one place where answers, and what goes wrong with them, are given.</summary>
sealed class SmtpTalk(LoopbackSmtpServer server, SmtpConnection connection, SmtpWire wire)
{
    readonly List<ReceivedMail> _toldWithNextFlush = [];
    int _errors;

    public LoopbackSmtpServer Server => server;

    public SmtpServerOptions Options => server.Options;

    public SmtpConnection Connection => connection;

    public SmtpWire Wire => wire;

    /// <summary>The client introduced itself; with EHLO when extensions are in use.</summary>
    public bool IsIntroduced { get; set; }

    /// <summary>What EHLO offered; nothing before it and after HELO.</summary>
    public SmtpExtensions? Offered { get; set; }

    public string? User { get; set; }

    /// <summary>Of the message under way; null before MAIL.</summary>
    public string? Sender { get; set; }

    public List<string> Recipients { get; } = [];

    /// <summary>How many MAIL commands were accepted.</summary>
    public int MailsBegun { get; set; }

    /// <summary>How many mails were taken.</summary>
    public int MailsTaken { get; set; }

    /// <summary>The connection shall end once what was said has been sent.</summary>
    public bool IsOver { get; private set; }

    /// <summary>It shall end with RST.</summary>
    public bool IsReset { get; private set; }

    public void Violated(SmtpRule rule, string detail) => server.Violated(connection.Number, rule, detail);

    public void Log(string line)
    {
        if (Options.KeepTranscript)
        {
            connection.Log(line);
        }
    }

    public void End(bool reset = false)
    {
        IsOver = true;
        IsReset |= reset;
    }

    /// <summary>The fault that the script wants here.</summary>
    /// <param name="address">At MAIL and RCPT the address the command names.</param>
    public SmtpFault? TakeFault(SmtpVerb verb, string? address = null) =>
        server.Faults.Take(() => Moment(verb, address), verb);

    /// <summary>Answers, unless the script wants something else.</summary>
    /// <param name="effect">What happens when the answer is positive; before it is sent, so that a client who has read it finds it done.</param>
    /// <param name="address">At MAIL and RCPT the address the command names.</param>
    /// <param name="fault">One that was taken already.</param>
    /// <returns>True when the session goes on and the answer was positive.</returns>
    public async ValueTask<bool> AnswerAsync(
        SmtpVerb verb,
        SmtpReply reply,
        CancellationToken cancellationToken,
        Func<ReceivedMail?>? effect = null,
        string? address = null,
        SmtpFault? fault = null
    )
    {
        if (!Options.Extensions.EnhancedStatusCodes)
        {
            reply = reply with { EnhancedCode = null };
        }
        if (reply.IsPositive)
        {
            fault ??= TakeFault(verb, address);
        }
        reply = fault?.Answer ?? reply;
        var mail = reply.IsPositive && fault?.End != SmtpEnd.Refused ? effect?.Invoke() : null;
        if (fault?.Gate is { } gate)
        {
            await FlushAsync(cancellationToken);
            await gate.PassAsync(cancellationToken);
        }
        if (fault?.End is SmtpEnd.Refused or SmtpEnd.Unanswered)
        {
            Log("S: (the connection is dropped)");
            End(fault.IsReset);
            return false;
        }
        if (fault?.Bytes is { } bytes)
        {
            Log($"S: (as it is) {bytes}");
            wire.Queue(bytes);
        }
        else
        {
            Say(reply);
            if (mail is not null)
            {
                _toldWithNextFlush.Add(mail);
            }
        }
        if (reply.Code == 421 || fault?.End == SmtpEnd.Answered)
        {
            End();
        }
        else if (!reply.IsPositive && ++_errors >= Options.MostErrors)
        {
            Say(new SmtpReply(421, "4.7.0", $"{Options.HostName} Error: too many errors"));
            End();
        }
        return reply.IsPositive && !IsOver;
    }

    /// <summary>Sends a 334 and reads the client's line, which is not logged: it is a password or a name.</summary>
    public async ValueTask<string?> AskAsync(string text, CancellationToken cancellationToken)
    {
        Say(new SmtpReply(334, null, text));
        await FlushAsync(cancellationToken);
        var line = await wire.ReadLineAsync(cancellationToken);
        if (line is not null)
        {
            Log("C: ***");
        }
        return line?.TrimEnd('\r', '\n');
    }

    /// <summary>Hands over what was said. A mail counts as answered from just before that, so that no client can be faster.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        if (!wire.HasOutput)
        {
            return;
        }
        _toldWithNextFlush.ForEach(mail => mail.Answered = true);
        try
        {
            await wire.FlushAsync(cancellationToken);
            if (_toldWithNextFlush.Count > 0)
            {
                server.Changed();
            }
        }
        catch
        {
            _toldWithNextFlush.ForEach(mail => mail.Answered = false);
            throw;
        }
        finally
        {
            _toldWithNextFlush.Clear();
        }
    }

    void Say(SmtpReply reply)
    {
        var text = reply.ToString();
        wire.Queue(text);
        if (Options.KeepTranscript)
        {
            foreach (var line in text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
            {
                connection.Log("S: " + line);
            }
        }
    }

    SmtpMoment Moment(SmtpVerb verb, string? address) =>
        new()
        {
            Verb = verb,
            Connection = connection.Number,
            MessageInConnection = verb == SmtpVerb.Mail ? MailsBegun + 1 : MailsBegun,
            Sender = verb == SmtpVerb.Mail ? address : Sender,
            Recipients = verb == SmtpVerb.Rcpt ? [address!] : [.. Recipients],
            User = User,
            IsTls = wire.IsTls,
        };
}

using System.Globalization;

namespace Distributor.Testing.Smtp;

/// <summary>The commands of one message: MAIL, RCPT, RSET, and by <see cref="SmtpContentTaker"/> the content.</summary>
sealed class SmtpTransaction(SmtpTalk talk)
{
    static readonly SmtpReply Ok = new(250, "2.0.0", "Ok");

    readonly SmtpContentTaker _content = new(talk);
    Dictionary<string, string?> _parameters = [];
    bool _refused;

    public void Forget()
    {
        talk.Sender = null;
        talk.Recipients.Clear();
        _parameters = [];
        _content.Forget();
    }

    public ValueTask<bool> ResetAsync(CancellationToken cancellationToken) =>
        talk.AnswerAsync(
            SmtpVerb.Rset,
            Ok,
            cancellationToken,
            () =>
            {
                Forget();
                _refused = false;
                return null;
            }
        );

    public async Task MailAsync(string argument, CancellationToken cancellationToken)
    {
        var path = SmtpPath.Parse("FROM:", argument);
        var reply = Refusal() ?? JudgeSender(path) ?? new SmtpReply(250, "2.1.0", "Ok");
        _refused = !await talk.AnswerAsync(
            SmtpVerb.Mail,
            reply,
            cancellationToken,
            () =>
            {
                talk.Sender = path!.Address;
                talk.MailsBegun++;
                _parameters = new Dictionary<string, string?>(path.Parameters);
                return null;
            },
            path?.Address
        );
    }

    public async Task RecipientAsync(string argument, CancellationToken cancellationToken)
    {
        var path = SmtpPath.Parse("TO:", argument);
        var taken = await talk.AnswerAsync(
            SmtpVerb.Rcpt,
            JudgeRecipient(path) ?? new SmtpReply(250, "2.1.5", "Ok"),
            cancellationToken,
            () =>
            {
                talk.Recipients.Add(path!.Address);
                return null;
            },
            path?.Address
        );
        _refused |= !taken;
    }

    public async Task DataAsync(CancellationToken cancellationToken)
    {
        if (OutOfOrder() is { } refusal)
        {
            await talk.AnswerAsync(SmtpVerb.Data, refusal, cancellationToken);
        }
        else if (_content.HasChunks)
        {
            talk.Violated(SmtpRule.CommandOrder, "DATA after BDAT");
            await talk.AnswerAsync(SmtpVerb.Data, new SmtpReply(503, "5.5.1", "Chunks have begun"), cancellationToken);
        }
        else if (await _content.TakeLinesAsync(_parameters, cancellationToken))
        {
            Forget();
        }
    }

    public async Task ChunkAsync(string argument, CancellationToken cancellationToken)
    {
        var words = argument.Split(' ');
        var last = words.Length == 2 && words[1].Equals("LAST", StringComparison.OrdinalIgnoreCase);
        if (
            !long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var octets)
            || (words.Length > 1 && !last)
        )
        {
            // Where the next command begins cannot be known.
            talk.Violated(SmtpRule.Syntax, $"BDAT {argument}");
            await talk.AnswerAsync(
                SmtpVerb.Bdat,
                new SmtpReply(501, "5.5.4", "Syntax: BDAT count [LAST]"),
                cancellationToken
            );
            talk.End();
            return;
        }
        var refusal = OutOfOrder();
        if (talk.Offered is not { Chunking: true })
        {
            talk.Violated(SmtpRule.ExtensionNotOffered, "BDAT");
            refusal = new SmtpReply(502, "5.5.1", "Command not implemented");
        }
        if (await _content.TakeChunkAsync(octets, last, refusal, _parameters, cancellationToken))
        {
            Forget();
        }
    }

    /// <summary>Why no mail may begin now.</summary>
    SmtpReply? Refusal()
    {
        var options = talk.Options;
        if (!talk.IsIntroduced)
        {
            talk.Violated(SmtpRule.CommandOrder, "MAIL before EHLO");
            return new SmtpReply(503, "5.5.1", "Error: send HELO/EHLO first");
        }
        if (talk.Sender is not null)
        {
            talk.Violated(SmtpRule.CommandOrder, "MAIL inside of a message");
            return new SmtpReply(503, "5.5.1", "Error: nested MAIL command");
        }
        if (options.RequireTls && !talk.Wire.IsTls)
        {
            return new SmtpReply(530, "5.7.0", "Must issue a STARTTLS command first");
        }
        if (options.RequireAuth && talk.User is null)
        {
            return new SmtpReply(530, "5.7.0", "Authentication required");
        }
        return talk.MailsTaken >= options.MostMessagesPerConnection
            ? new SmtpReply(421, "4.7.0", $"{options.HostName} Too many messages in this connection")
            : null;
    }

    SmtpReply? JudgeSender(SmtpPath? path)
    {
        if (path is null)
        {
            talk.Violated(SmtpRule.Syntax, "MAIL");
            return new SmtpReply(501, "5.5.4", "Syntax: MAIL FROM:<address>");
        }
        foreach (var (name, value) in path.Parameters)
        {
            if (!IsOffered(name, value))
            {
                talk.Violated(SmtpRule.ExtensionNotOffered, $"MAIL with {name}");
                return new SmtpReply(555, "5.5.4", $"Unsupported option: {name}");
            }
        }
        if (path.IsInternational && !path.Parameters.ContainsKey("SMTPUTF8"))
        {
            talk.Violated(SmtpRule.InternationalAddress, "MAIL");
            return new SmtpReply(553, "5.6.7", "Address needs SMTPUTF8");
        }
        return
            path.Parameters.TryGetValue("SIZE", out var size)
            && long.Parse(size!, CultureInfo.InvariantCulture) > talk.Offered!.Size
            ? new SmtpReply(552, "5.3.4", "Message size exceeds fixed limit")
            : null;
    }

    bool IsOffered(string name, string? value) =>
        talk.Offered is { } offered
        && name switch
        {
            "SIZE" => offered.Size is not null
                && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _),
            "BODY" => offered.EightBitMime
                && (
                    "8BITMIME".Equals(value, StringComparison.OrdinalIgnoreCase)
                    || "7BIT".Equals(value, StringComparison.OrdinalIgnoreCase)
                ),
            "SMTPUTF8" => offered.SmtpUtf8 && value is null,
            "AUTH" => talk.Options.User is not null && value is not null,
            _ => false,
        };

    SmtpReply? JudgeRecipient(SmtpPath? path)
    {
        if (talk.Sender is null)
        {
            return WithoutCause("RCPT without MAIL", new SmtpReply(503, "5.5.1", "Error: need MAIL command"));
        }
        if (path is null || path.Address.Length == 0)
        {
            talk.Violated(SmtpRule.Syntax, "RCPT");
            return new SmtpReply(501, "5.5.4", "Syntax: RCPT TO:<address>");
        }
        if (path.Parameters.Count > 0)
        {
            talk.Violated(SmtpRule.ExtensionNotOffered, $"RCPT with {path.Parameters.First().Key}");
            return new SmtpReply(555, "5.5.4", "Unsupported option");
        }
        if (path.IsInternational && !_parameters.ContainsKey("SMTPUTF8"))
        {
            talk.Violated(SmtpRule.InternationalAddress, "RCPT");
            return new SmtpReply(553, "5.6.7", "Address needs SMTPUTF8");
        }
        return talk.Recipients.Count >= talk.Options.MostRecipients
            ? new SmtpReply(452, "4.5.3", "Error: too many recipients")
            : null;
    }

    SmtpReply? OutOfOrder() =>
        talk.Sender is null || talk.Recipients.Count == 0
            ? WithoutCause("content without recipients", new SmtpReply(503, "5.5.1", "Error: need RCPT command"))
            : null;

    /// <summary>A command sent ahead behind one that was refused is no fault of the client's (RFC 2920 section 3.1).</summary>
    SmtpReply WithoutCause(string detail, SmtpReply reply)
    {
        if (!_refused)
        {
            talk.Violated(SmtpRule.CommandOrder, detail);
        }
        return reply;
    }
}

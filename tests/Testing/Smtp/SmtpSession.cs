using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Distributor.Testing.Smtp;

/// <summary>
/// Reads the commands of one connection and sees to those that are about the connection itself. The file is longer than
/// others because EHLO, STARTTLS and AUTH decide by the same state what may come next.
/// </summary>
sealed class SmtpSession(SmtpTalk talk)
{
    static readonly SmtpReply Ok = new(250, "2.0.0", "Ok");

    readonly SmtpTransaction _transaction = new(talk);

    /// <summary>Runs to the end of the connection.</summary>
    /// <param name="isOneTooMany">It is only told so.</param>
    public async Task RunAsync(bool isOneTooMany, CancellationToken cancellationToken)
    {
        var options = talk.Options;
        if (options.ImplicitTls && !await EncryptAsync(cancellationToken))
        {
            return;
        }
        var greeting = isOneTooMany
            ? new SmtpReply(421, "4.7.0", $"{options.HostName} Error: too many connections")
            : new SmtpReply(220, null, $"{options.HostName} {options.Greeting}");
        await talk.AnswerAsync(SmtpVerb.Connect, greeting, cancellationToken);
        while (!talk.IsOver)
        {
            if (talk.Wire.Buffered.IndexOf((byte)'\n') < 0)
            {
                // Replies to a group go out together, once nothing more can be done without reading.
                await talk.FlushAsync(cancellationToken);
            }
            var line = await talk.Wire.ReadLineAsync(cancellationToken);
            if (line is null)
            {
                return;
            }
            await ObeyAsync(line, cancellationToken);
        }
        await talk.FlushAsync(cancellationToken);
        if (talk.IsReset)
        {
            talk.Wire.Reset();
        }
        else
        {
            await talk.Wire.CloseAsync(cancellationToken);
        }
    }

    async Task ObeyAsync(string line, CancellationToken cancellationToken)
    {
        var command = SmtpCommand.Parse(line.TrimEnd('\r', '\n'));
        talk.Log(command.Verb == SmtpVerb.Auth ? Masked(command) : $"C: {line.TrimEnd('\r', '\n')}");
        if (Unreadable(line, command) is { } refusal)
        {
            await talk.AnswerAsync(SmtpVerb.Other, refusal, cancellationToken);
            return;
        }
        CheckGroup(command);
        switch (command.Verb)
        {
            case SmtpVerb.Ehlo:
                await IntroduceAsync(command, cancellationToken);
                break;
            case SmtpVerb.StartTls:
                await StartTlsAsync(command.Argument, cancellationToken);
                break;
            case SmtpVerb.Auth:
                await AuthenticateAsync(command.Argument, cancellationToken);
                break;
            case SmtpVerb.Mail:
                await _transaction.MailAsync(command.Argument, cancellationToken);
                break;
            case SmtpVerb.Rcpt:
                await _transaction.RecipientAsync(command.Argument, cancellationToken);
                break;
            case SmtpVerb.Data:
                await _transaction.DataAsync(cancellationToken);
                break;
            case SmtpVerb.Bdat:
                await _transaction.ChunkAsync(command.Argument, cancellationToken);
                break;
            case SmtpVerb.Rset:
                await _transaction.ResetAsync(cancellationToken);
                break;
            case SmtpVerb.Noop:
                await talk.AnswerAsync(SmtpVerb.Noop, Ok, cancellationToken);
                break;
            case SmtpVerb.Quit:
                await talk.AnswerAsync(SmtpVerb.Quit, new SmtpReply(221, "2.0.0", "Bye"), cancellationToken);
                talk.End();
                break;
            default:
                await RefuseUnknownAsync(command.Name, cancellationToken);
                break;
        }
    }

    SmtpReply? Unreadable(string line, SmtpCommand command)
    {
        SmtpRule? broken =
            !line.EndsWith("\r\n", StringComparison.Ordinal) ? SmtpRule.BareLineFeed
            : line.IndexOf('\r', StringComparison.Ordinal) < line.Length - 2 ? SmtpRule.BareCarriageReturn
            : command.Verb != SmtpVerb.Auth && line.Length > command.MostOctets ? SmtpRule.CommandTooLong
            : null;
        if (broken is not { } rule)
        {
            return null;
        }
        talk.Violated(rule, $"command {command.Name}");
        return new SmtpReply(500, "5.5.2", "Error: bad syntax");
    }

    /// <summary>Octets behind a command are others sent ahead; behind BDAT they are its chunk.</summary>
    void CheckGroup(SmtpCommand command)
    {
        if (talk.Wire.Buffered.IsEmpty || command.Verb is SmtpVerb.Bdat or SmtpVerb.StartTls)
        {
            return;
        }
        if (talk.Offered is not { Pipelining: true })
        {
            talk.Violated(
                SmtpRule.Pipelining,
                $"a command right behind {command.Name}, and PIPELINING was not offered"
            );
        }
        else if (command.MustEndGroup)
        {
            talk.Violated(SmtpRule.Pipelining, $"a command right behind {command.Name}, which must end its group");
        }
    }

    async Task IntroduceAsync(SmtpCommand command, CancellationToken cancellationToken)
    {
        if (command.Argument.Length == 0)
        {
            talk.Violated(SmtpRule.Syntax, $"{command.Name} without a name");
            await talk.AnswerAsync(
                SmtpVerb.Ehlo,
                new SmtpReply(501, "5.5.4", $"Syntax: {command.Name} hostname"),
                cancellationToken
            );
            return;
        }
        var extended = command.Name == "EHLO";
        var reply =
            extended && talk.Options.HeloOnly ? new SmtpReply(500, "5.5.1", "Error: command not recognized")
            : extended ? new SmtpReply(250, null, Offer())
            : new SmtpReply(250, null, talk.Options.HostName);
        await talk.AnswerAsync(
            SmtpVerb.Ehlo,
            reply,
            cancellationToken,
            () =>
            {
                talk.IsIntroduced = true;
                talk.Offered = extended ? talk.Options.Extensions : null;
                _transaction.Forget();
                return null;
            }
        );
    }

    List<string> Offer()
    {
        var options = talk.Options;
        var extensions = options.Extensions;
        List<string> lines = [options.HostName];
        void Add(bool offered, string line)
        {
            if (offered)
            {
                lines.Add(line);
            }
        }
        Add(extensions.Pipelining, "PIPELINING");
        Add(extensions.Size is not null, string.Create(CultureInfo.InvariantCulture, $"SIZE {extensions.Size}"));
        Add(extensions.StartTls && !talk.Wire.IsTls, "STARTTLS");
        Add(IsAuthOffered, "AUTH " + string.Join(' ', extensions.Auth));
        Add(extensions.EnhancedStatusCodes, "ENHANCEDSTATUSCODES");
        Add(extensions.EightBitMime, "8BITMIME");
        Add(extensions.SmtpUtf8, "SMTPUTF8");
        Add(extensions.Chunking, "CHUNKING");
        return lines;
    }

    bool IsAuthOffered => talk.Options.User is not null && (talk.Wire.IsTls || !talk.Options.RequireTlsForAuth);

    async Task StartTlsAsync(string argument, CancellationToken cancellationToken)
    {
        if (!talk.Options.Extensions.StartTls || talk.Wire.IsTls || argument.Length > 0)
        {
            talk.Violated(SmtpRule.ExtensionNotOffered, "STARTTLS");
            await talk.AnswerAsync(
                SmtpVerb.StartTls,
                new SmtpReply(503, "5.5.1", "Error: STARTTLS is not offered"),
                cancellationToken
            );
            return;
        }
        if (!talk.Wire.Buffered.IsEmpty)
        {
            talk.Violated(SmtpRule.PlaintextAfterStartTls, "a command right behind STARTTLS");
        }
        var ready = new SmtpReply(220, "2.0.0", "Ready to start TLS");
        if (await talk.AnswerAsync(SmtpVerb.StartTls, ready, cancellationToken))
        {
            await talk.FlushAsync(cancellationToken);
            await EncryptAsync(cancellationToken);
        }
    }

    /// <summary>All that was said in the clear is forgotten (RFC 3207 section 4.2).</summary>
    async Task<bool> EncryptAsync(CancellationToken cancellationToken)
    {
        var authority = talk.Server.Authority;
        try
        {
            await talk.Wire.EncryptAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = SslStreamCertificateContext.Create(
                        authority.ServerCertificate,
                        new X509Certificate2Collection(authority.Certificate),
                        offline: true
                    ),
                },
                cancellationToken
            );
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            talk.Log($"S: (no encryption: {e.Message})");
            talk.End(reset: true);
            return false;
        }
        talk.Log("S: (encrypted)");
        talk.IsIntroduced = false;
        talk.Offered = null;
        talk.User = null;
        _transaction.Forget();
        return true;
    }

    async Task AuthenticateAsync(string argument, CancellationToken cancellationToken)
    {
        if (!IsAuthOffered || talk.Offered is null || talk.User is not null || talk.Sender is not null)
        {
            var early = talk.Options.User is not null && !IsAuthOffered;
            talk.Violated(
                IsAuthOffered ? SmtpRule.CommandOrder : SmtpRule.ExtensionNotOffered,
                early ? "AUTH before STARTTLS" : "AUTH"
            );
            var refusal = early
                ? new SmtpReply(538, "5.7.11", "Encryption required for requested authentication mechanism")
                : new SmtpReply(503, "5.5.1", "Error: authentication not possible here");
            await talk.AnswerAsync(SmtpVerb.Auth, refusal, cancellationToken);
            return;
        }
        if (talk.Options.Extensions.StartTls && !talk.Wire.IsTls)
        {
            talk.Violated(SmtpRule.PasswordInTheClear, "AUTH without the STARTTLS that was offered");
        }
        var (answer, user) = await SmtpAuthentication.RunAsync(
            talk.Options,
            argument,
            text => talk.AskAsync(text, cancellationToken)
        );
        if (answer is null)
        {
            talk.End();
            return;
        }
        await talk.AnswerAsync(
            SmtpVerb.Auth,
            answer,
            cancellationToken,
            () =>
            {
                talk.User = user;
                return null;
            }
        );
    }

    async Task RefuseUnknownAsync(string name, CancellationToken cancellationToken)
    {
        var known = name is "VRFY" or "EXPN" or "HELP";
        if (!known)
        {
            talk.Violated(SmtpRule.Syntax, "a command nobody knows");
        }
        await talk.AnswerAsync(
            SmtpVerb.Other,
            known
                ? new SmtpReply(502, "5.5.1", "Command not implemented")
                : new SmtpReply(500, "5.5.2", "Error: command not recognized"),
            cancellationToken
        );
    }

    static string Masked(SmtpCommand command) =>
        command.Argument.IndexOf(' ', StringComparison.Ordinal) is var space and >= 0
            ? $"C: {command.Name} {command.Argument[..space]} ***"
            : $"C: {command.Name} {command.Argument}";
}

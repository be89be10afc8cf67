using System.Diagnostics.CodeAnalysis;
using Distributor.Channels.Email.Dkim;
using Distributor.Channels.Email.Shared;
using Distributor.Delivery;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Distributor.Channels.Email;

/// <summary>
/// Makes a MIME message of a rendered e-mail: the text first, then the HTML (RFC 2046 section 5.1.4), 7-bit clean, with
/// the headers large receivers ask for, signed when there is a key. A body of one reader's own is encoded once and then only
/// copied; a shared one was encoded before (<see cref="Share"/>), and here only the reader's values are. The same input makes
/// the same bytes, except the time of a signature. Safe for concurrent calls.
/// </summary>
public sealed class MimeComposer(IOptions<MailOptions> options, MailSigner? signer = null)
{
    /// <summary>Leaves room for the header's name in a line of 998 octets (RFC 5322 section 2.1.1), which is not folded.</summary>
    const int MaxUrlOctets = 900;

    /// <summary>How a composed message is written wherever it goes: CRLF, encoded headers, no SMTPUTF8.</summary>
    public static FormatOptions CreateFormat() =>
        new()
        {
            NewLineFormat = NewLineFormat.Dos,
            International = false,
            EnsureNewLine = true,
        };

    /// <summary>Composes and signs, or says as a failed outcome why there is nothing to send.</summary>
    /// <remarks>A refusal is final for that delivery: the same message would be refused again.</remarks>
    public bool TryCompose(
        EmailMessage message,
        [NotNullWhen(true)] out MimeMessage? mime,
        [NotNullWhen(false)] out Outcome? refusal
    )
    {
        mime = null;
        if (!TryFrom(out var from))
        {
            refusal = Outcome.Failed("Mail:FromAddress is no e-mail address");
            return false;
        }

        if (!TryTo(message, out var to, out refusal))
        {
            return false;
        }

        mime = new MimeMessage
        {
            Subject = HeaderText.OneLine(message.Subject),
            Date = message.Date,
            MessageId = MessageId(message, EmailAddresses.AsciiDomain(from)),
            Body = MimeBody.Create(message),
        };
        mime.From.Add(from);
        mime.To.Add(to);
        if (ReplyTo() is { } replyTo)
        {
            mime.ReplyTo.Add(replyTo);
        }

        BulkHeaders.Add(mime.Headers, message, from);
        // Now and not while it is written: a signature covers it.
        mime.MimeVersion = new Version(1, 0);
        signer?.Sign(mime);
        return true;
    }

    /// <summary>
    /// Makes ready what many readers get alike: the body encoded but for their values, and the headers that name none of them.
    /// </summary>
    /// <param name="subject">One line.</param>
    /// <param name="language">BCP 47 tag.</param>
    /// <param name="text">The text version between the values, one literal more than there are values.</param>
    /// <param name="html">The HTML version, likewise.</param>
    /// <exception cref="InvalidOperationException">The From address of the settings is none; they are checked at the start.</exception>
    public SharedMail Share(string subject, string language, IReadOnlyList<string> text, IReadOnlyList<string> html)
    {
        if (!TryFrom(out var from))
        {
            throw new InvalidOperationException("Mail:FromAddress is no e-mail address.");
        }

        // What would be the same in two editions cannot be told apart by its boundary either.
        var boundary = MimeBody.Boundary(string.Join('\n', [subject, .. text, .. html]));
        return new SharedMail(
            boundary,
            SharedHeaders.Of(subject, language, from, ReplyTo(), boundary),
            from,
            text,
            html
        );
    }

    /// <summary>Composes and signs whichever kind of message it is: a shared body is only spliced.</summary>
    internal bool TryMake(
        EmailMessage message,
        [NotNullWhen(true)] out OutgoingMail? mail,
        [NotNullWhen(false)] out Outcome? refusal
    )
    {
        mail = null;
        if (message.Shared is not { } shared)
        {
            if (TryCompose(message, out var mime, out refusal))
            {
                mail = new OutgoingMail(mime);
            }
            return mail is not null;
        }

        if (!TryTo(message, out var to, out refusal))
        {
            return false;
        }

        var id = MessageId(message, shared.Mail.FromDomain);
        var body = shared.Mail.Splice(shared);
        var headers = SharedHeaders.WithReader(shared.Mail, message, to, id);
        mail = new OutgoingMail(signer?.Sign(headers, body.Span) ?? headers, body, shared.Mail.From, to, id);
        return true;
    }

    bool TryFrom([NotNullWhen(true)] out MailboxAddress? from)
    {
        if (!EmailAddresses.TryParse(options.Value.FromAddress, out from))
        {
            return false;
        }

        from.Name = HeaderText.OneLine(options.Value.FromName);
        return true;
    }

    static bool TryTo(
        EmailMessage message,
        [NotNullWhen(true)] out MailboxAddress? to,
        [NotNullWhen(false)] out Outcome? refusal
    )
    {
        refusal = null;
        if (!EmailAddresses.TryParse(message.To, out to))
        {
            refusal = Outcome.Failed("no valid e-mail address") with { Address = AddressVerdict.Gone };
            return false;
        }

        if (Fault(message) is { } fault)
        {
            refusal = Outcome.Failed(fault);
            return false;
        }

        to.Name = HeaderText.OneLine(message.ToName);
        return true;
    }

    MailboxAddress? ReplyTo() => EmailAddresses.TryParse(options.Value.ReplyTo, out var replyTo) ? replyTo : null;

    /// <summary>
    /// The same for each try of a delivery, so that mailboxes can fold two copies. The installation's part keeps it unique
    /// (RFC 5322 section 3.6.4) when a database is made anew and its numbers begin again.
    /// </summary>
    static string MessageId(EmailMessage message, string domain) =>
        message.MessageIdPart is { } own ? $"{message.DeliveryId}.{own}@{domain}" : $"{message.DeliveryId}@{domain}";

    static string? Fault(EmailMessage message)
    {
        if (
            !DeliveryNames.IsSafe(message.DeliveryId)
            || message.MessageIdPart is { } part && !DeliveryNames.IsSafe(part)
        )
        {
            return "the delivery id cannot be a Message-ID";
        }

        if (message.Subject.AsSpan().ContainsAny('\r', '\n'))
        {
            return "the subject has a line break";
        }

        if (!HeaderText.IsLanguageTag(message.Language))
        {
            return "the language is no BCP 47 tag";
        }

        if (message.ListLabel is { } label && !HeaderText.IsDomainLabel(label))
        {
            return "the list label cannot be part of a domain";
        }

        return message.UnsubscribeUrl switch
        {
            null => null,
            { IsAbsoluteUri: true, Scheme: "http" or "https" } url => url.AbsoluteUri.Length > MaxUrlOctets
                ? "the unsubscribe address is too long for a header"
                : null,
            _ => "the unsubscribe address is not http or https",
        };
    }
}

using System.Diagnostics.CodeAnalysis;
using Distributor.Channels.Email.Dkim;
using Distributor.Delivery;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Distributor.Channels.Email;

/// <summary>
/// Makes a MIME message of a rendered e-mail: the text first, then the HTML (RFC 2046 section 5.1.4), 7-bit clean, with
/// the headers large receivers ask for, signed when there is a key. The body is encoded once and then only copied. The same
/// input makes the same bytes, except the time of a signature. Safe for concurrent calls.
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
        var mail = options.Value;
        if (!EmailAddresses.TryParse(mail.FromAddress, out var from))
        {
            refusal = Outcome.Failed("Mail:FromAddress is no e-mail address");
            return false;
        }

        if (!EmailAddresses.TryParse(message.To, out var to))
        {
            refusal = Outcome.Failed("no valid e-mail address") with { Address = AddressVerdict.Gone };
            return false;
        }

        if (Fault(message) is { } fault)
        {
            refusal = Outcome.Failed(fault);
            return false;
        }

        refusal = null;
        from.Name = HeaderText.OneLine(mail.FromName);
        to.Name = HeaderText.OneLine(message.ToName);
        mime = new MimeMessage
        {
            Subject = HeaderText.OneLine(message.Subject),
            Date = message.Date,
            MessageId = MessageId(message, from),
            Body = MimeBody.Create(message),
        };
        mime.From.Add(from);
        mime.To.Add(to);
        if (EmailAddresses.TryParse(mail.ReplyTo, out var replyTo))
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
    /// The same for each try of a delivery, so that mailboxes can fold two copies. The installation's part keeps it unique
    /// (RFC 5322 section 3.6.4) when a database is made anew and its numbers begin again.
    /// </summary>
    static string MessageId(EmailMessage message, MailboxAddress from)
    {
        var part = message.MessageIdPart is { } own ? $"{message.DeliveryId}.{own}" : message.DeliveryId;
        return $"{part}@{EmailAddresses.AsciiDomain(from)}";
    }

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

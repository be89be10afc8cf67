using System.Buffers;
using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace Distributor.Channels.Email.Shared;

/// <summary>
/// The headers of a shared mail: those of the edition written once by the library, and after them, for each reader, those that
/// name somebody. Whatever comes from outside goes through <see cref="HeaderText"/>, the library's encoder, or a form that was checked.
/// </summary>
static class SharedHeaders
{
    /// <summary>What needs neither quotes nor encoding (RFC 5322 section 3.2.3), with blanks between.</summary>
    static readonly SearchValues<char> PlainName = SearchValues.Create(
        " -0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    );

    const int LongestPlainName = 50;

    static readonly FormatOptions Format = MimeComposer.CreateFormat();

    /// <summary>The headers all readers get.</summary>
    public static byte[] Of(
        string subject,
        string language,
        MailboxAddress from,
        MailboxAddress? replyTo,
        string boundary
    )
    {
        using var mime = new MimeMessage(Enumerable.Empty<Header>());
        mime.Subject = HeaderText.OneLine(subject);
        // Addresses of its own: one that is in a message keeps that message alive.
        mime.From.Add(new MailboxAddress(from.Name, from.Address));
        if (replyTo is not null)
        {
            mime.ReplyTo.Add(replyTo);
        }

        BulkHeaders.Add(mime.Headers, SharedByAll(subject, language), from);
        mime.MimeVersion = new Version(1, 0);
        mime.Headers.Add(HeaderId.ContentType, $"multipart/alternative; boundary=\"{boundary}\"");
        using var octets = new MemoryStream();
        mime.Headers.WriteTo(Format, octets);
        var lines = octets.ToArray().AsSpan();
        return lines.EndsWith("\r\n\r\n"u8) ? lines[..^2].ToArray() : lines.ToArray();
    }

    /// <summary>The whole block of one reader's mail, without the empty line after it.</summary>
    /// <param name="to">With the reader's name on one line.</param>
    public static byte[] WithReader(SharedMail shared, EmailMessage message, MailboxAddress to, string messageId)
    {
        var own = new StringBuilder(512)
            .Append("Date: ")
            .Append(DateUtils.FormatDate(message.Date))
            .Append("\r\nMessage-Id: <")
            .Append(messageId)
            .Append(">\r\nTo: ")
            .Append(Mailbox(to))
            .Append("\r\n");
        foreach (var (field, value) in BulkHeaders.OfList(message, shared.From))
        {
            own.Append(field).Append(": ").Append(value).Append("\r\n");
        }

        var block = new byte[shared.Headers.Length + own.Length];
        shared.Headers.CopyTo(block, 0);
        var at = shared.Headers.Length;
        foreach (var chunk in own.GetChunks())
        {
            at += Encoding.ASCII.GetBytes(chunk.Span, block.AsSpan(at));
        }

        return block;
    }

    static string Mailbox(MailboxAddress to) =>
        string.IsNullOrEmpty(to.Name) ? to.Address
        : to.Name.Length <= LongestPlainName && !to.Name.AsSpan().ContainsAnyExcept(PlainName)
            ? $"{to.Name} <{to.Address}>"
        : to.ToString(Format, encode: true);

    static EmailMessage SharedByAll(string subject, string language) =>
        new()
        {
            DeliveryId = "",
            To = "",
            Subject = subject,
            Language = language,
            Date = default,
        };
}

using Distributor.Channels.Email.Shared;
using MimeKit;

namespace Distributor.Channels.Email;

/// <summary>A mail ready to leave, with the envelope it needs: a message with a body of its own, or octets spliced into shared ones.</summary>
sealed class OutgoingMail : IDisposable
{
    readonly MimeMessage? whole;
    readonly OctetBuffer? body;

    public OutgoingMail(MimeMessage whole)
    {
        this.whole = whole;
        From = whole.From.Mailboxes.First();
        To = whole.To.Mailboxes.Single();
        MessageId = whole.MessageId!;
    }

    /// <param name="headers">Whole lines with CRLF, without the empty one.</param>
    public OutgoingMail(byte[] headers, OctetBuffer body, MailboxAddress from, MailboxAddress to, string messageId)
    {
        this.body = body;
        Headers = headers;
        From = from;
        To = to;
        MessageId = messageId;
    }

    public MailboxAddress From { get; }

    public MailboxAddress To { get; }

    /// <summary>Without angle brackets.</summary>
    public string MessageId { get; }

    /// <summary>Null for spliced octets.</summary>
    public MimeMessage? Whole => whole;

    public byte[] Headers { get; } = [];

    public ReadOnlyMemory<byte> Body => body?.Memory ?? ReadOnlyMemory<byte>.Empty;

    /// <summary>The octets an SMTP server would get.</summary>
    public async Task WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (whole is not null)
        {
            await whole.WriteToAsync(MimeComposer.CreateFormat(), stream, cancellationToken);
            return;
        }

        await stream.WriteAsync(Headers, cancellationToken);
        await stream.WriteAsync("\r\n"u8.ToArray(), cancellationToken);
        await stream.WriteAsync(Body, cancellationToken);
    }

    public void Dispose()
    {
        whole?.Dispose();
        body?.Dispose();
    }
}

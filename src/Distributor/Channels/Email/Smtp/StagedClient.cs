using MailKit.Net.Smtp;
using MimeKit;

namespace Distributor.Channels.Email.Smtp;

/// <summary>
/// MailKit's client, told that our messages need no preparing, and noting how far each transaction has come. That alone
/// decides whether a lost connection may have delivered something.
/// </summary>
sealed class StagedClient : SmtpClient
{
    public SmtpStage Stage { get; private set; }

    /// <summary>BDAT instead of DATA where the server offers CHUNKING (RFC 3030): one round trip fewer and no dots to stuff.</summary>
    public bool UsesChunks { get; init; }

    protected override bool PreferSendAsBinaryData => UsesChunks;

    public void Begin() => Stage = SmtpStage.Mail;

    /// <summary>The last octet of a body is about to be written; while the size is measured it is not yet meant.</summary>
    public bool ContentEnds()
    {
        if (Stage != SmtpStage.Data)
        {
            return false;
        }
        Stage = SmtpStage.End;
        return true;
    }

    protected override void OnSenderAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        Stage = SmtpStage.Recipient;

    protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
        Stage = SmtpStage.Data;

    /// <summary>Nothing: the composer made it 7-bit with short lines, and a signed message must stay as it is.</summary>
    protected override void Prepare(
        FormatOptions options,
        MimeMessage message,
        EncodingConstraint constraint,
        int maxLineLength
    ) { }

    /// <summary>Known of spliced octets; anything else is written once to be measured.</summary>
    protected override long GetSize(
        FormatOptions options,
        MimeMessage message,
        CancellationToken cancellationToken = default
    ) => SplicedMessage.LengthOf(message) ?? base.GetSize(options, message, cancellationToken);

    protected override Task<long> GetSizeAsync(
        FormatOptions options,
        MimeMessage message,
        CancellationToken cancellationToken = default
    ) =>
        SplicedMessage.LengthOf(message) is { } length
            ? Task.FromResult(length)
            : base.GetSizeAsync(options, message, cancellationToken);
}

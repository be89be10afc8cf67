using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace Distributor.Channels.Email.Dkim;

/// <summary>
/// Signs composed mails with the configured key (DKIM, RFC 6376; Ed25519 by RFC 8463), relaxed/relaxed. Without a key they
/// stay as they are. Safe for concurrent calls.
/// </summary>
public sealed partial class MailSigner
{
    /// <summary>
    /// What a signature covers, where the message has it. From twice: a second From put before ours would be the one that
    /// is shown, and breaks the signature so (RFC 6376 section 8.15). Both List-Unsubscribe headers by RFC 8058 section 4.
    /// </summary>
    static readonly string[] Covered =
    [
        "From",
        "From",
        "To",
        "Reply-To",
        "Subject",
        "Date",
        "Message-ID",
        "List-Id",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "Feedback-ID",
        "MIME-Version",
        "Content-Type",
    ];

    static readonly FormatOptions Format = MimeComposer.CreateFormat();

    readonly DkimSigner? signer;
    readonly OctetSigner? octetSigner;

    /// <exception cref="OptionsValidationException">The key cannot be used.</exception>
    public MailSigner(IOptions<DkimOptions> options, TimeProvider time, ILogger<MailSigner> logger)
    {
        var dkim = options.Value;
        if (!dkim.IsSet)
        {
            return;
        }
        var (key, fault) = DkimKey.Load(dkim.PrivateKeyFile);
        if (key is null)
        {
            throw new OptionsValidationException(
                Options.DefaultName,
                typeof(DkimOptions),
                [$"Dkim:PrivateKeyFile must be {fault}"]
            );
        }
        if (key.RsaBits < DkimKey.AdvisedBits)
        {
            LogShortKey(logger, key.RsaBits.Value, DkimKey.AdvisedBits);
        }
        var domain = EmailAddresses.ToAsciiDomain(dkim.Domain)!;
        signer = new Signer(key, domain, dkim.Selector, time);
        octetSigner = new OctetSigner(key, domain, dkim.Selector, Covered, time);
    }

    /// <summary>Adds the signature. Nothing that it covers may change afterwards.</summary>
    public void Sign(MimeMessage message) =>
        signer?.Sign(
            Format,
            message,
            [.. Covered.Where(field => field == "Content-Type" || message.Headers.Contains(field))]
        );

    /// <summary>The same for octets, many times as fast.</summary>
    /// <param name="headers">Whole lines with CRLF, without the empty one.</param>
    /// <param name="body">In relaxed form already, as a <see cref="Shared.SharedMail"/> is spliced.</param>
    /// <returns>The headers with the signature before them.</returns>
    internal byte[] Sign(byte[] headers, ReadOnlySpan<byte> body) => octetSigner?.Sign(headers, body) ?? headers;

    [LoggerMessage(
        5301,
        LogLevel.Warning,
        "The DKIM key has {Bits} bits; some receivers give little for it. Make one of {Advised} and publish it under a new selector"
    )]
    private static partial void LogShortKey(ILogger logger, int bits, int advised);

    sealed class Signer : DkimSigner
    {
        readonly TimeProvider time;

        /// <summary>One for each thread: none of the system's keys promises to serve two at once.</summary>
        readonly ThreadLocal<RSA>? rsa;

        public Signer(DkimKey key, string domain, string selector, TimeProvider time)
            : base(
                key.Key,
                domain,
                selector,
                key.Rsa is null ? DkimSignatureAlgorithm.Ed25519Sha256 : DkimSignatureAlgorithm.RsaSha256
            )
        {
            this.time = time;
            rsa = key.Rsa is { } parameters ? new ThreadLocal<RSA>(() => RSA.Create(parameters)) : null;
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
        }

        protected override long GetTimestamp() => time.GetUtcNow().ToUnixTimeSeconds();

        protected override ISigner CreateSigningContext() =>
            rsa is null ? base.CreateSigningContext() : new SystemRsaSigner(rsa.Value!);
    }
}

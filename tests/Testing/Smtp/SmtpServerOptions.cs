namespace Distributor.Testing.Smtp;

/// <summary>How a <see cref="LoopbackSmtpServer"/> behaves. The defaults are a friendly server without encryption or users.</summary>
public sealed record SmtpServerOptions
{
    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The name in the greeting and in the answer to EHLO.</summary>
    public string HostName { get; init; } = "mx.loopback.test";

    /// <summary>What follows the name in the greeting.</summary>
    public string Greeting { get; init; } = "ESMTP test bench";

    public SmtpExtensions Extensions { get; init; } = new();

    /// <summary>EHLO is answered with 500, as by a server of the last century; HELO is not.</summary>
    public bool HeloOnly { get; init; }

    /// <summary>Encryption before the greeting (RFC 8314).</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>The name in the certificate. A client that checks names finds fault with any other than its host.</summary>
    public string CertificateName { get; init; } = "localhost";

    /// <summary>Null: nobody can authenticate and AUTH is not offered.</summary>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>AUTH is offered and taken only over an encrypted connection.</summary>
    public bool RequireTlsForAuth { get; init; }

    /// <summary>MAIL is refused with 530 until the connection is encrypted.</summary>
    public bool RequireTls { get; init; }

    /// <summary>MAIL is refused with 530 until somebody authenticated.</summary>
    public bool RequireAuth { get; init; }

    /// <summary>After so many messages the next MAIL is answered with 421 and the connection closed.</summary>
    public int MostMessagesPerConnection { get; init; } = int.MaxValue;

    /// <summary>A connection above this many is greeted with 421 and closed.</summary>
    public int MostConnections { get; init; } = int.MaxValue;

    /// <summary>A recipient above this many in one message is answered with 452 4.5.3.</summary>
    public int MostRecipients { get; init; } = 1000;

    /// <summary>After so many refusals in one session the next is followed by 421 and the end (Postfix: 20).</summary>
    public int MostErrors { get; init; } = int.MaxValue;

    /// <summary>The socket's receive buffer in octets: a small one makes a slow reader felt early. Null leaves the system's.</summary>
    public int? ReceiveBuffer { get; init; }

    /// <summary>How many of the newest mails stay in <see cref="LoopbackSmtpServer.Mails"/>.</summary>
    public int MostMailsKept { get; init; } = int.MaxValue;

    /// <summary>False for measurements: content is read and checked, and forgotten.</summary>
    public bool KeepContent { get; init; } = true;

    /// <summary>False for measurements: no transcript of the sessions.</summary>
    public bool KeepTranscript { get; init; } = true;

    /// <summary>Stamps the mails.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

namespace Distributor.Channels.Email.Smtp;

/// <summary>How far a session had come when it was answered, in the order of RFC 5321.</summary>
enum SmtpStage
{
    /// <summary>The name, the connection, the greeting and EHLO.</summary>
    Connect,

    /// <summary>STARTTLS and the handshake.</summary>
    Tls,

    /// <summary>AUTH.</summary>
    Login,
    Mail,
    Recipient,

    /// <summary>DATA, and the content as long as it is not all handed over.</summary>
    Data,

    /// <summary>The whole message was handed over: whoever loses the connection now cannot know whether it arrived.</summary>
    End,
}

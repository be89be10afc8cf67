using System.Net.Sockets;
using System.Text.RegularExpressions;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Distributor.Channels.Email.Smtp;

/// <summary>What the relay said, or that it said nothing, and when.</summary>
/// <param name="Code">Three digits; 0 when there was no answer.</param>
/// <param name="Text">The relay's words, lines separated by newlines; our own when there was no answer.</param>
sealed partial record ServerAnswer(SmtpStage Stage, int Code, string Text)
{
    const int MaxReason = 200;

    public bool IsAccepted => Stage == SmtpStage.End && Code is >= 200 and < 300;

    /// <summary>The connection ended, or nothing came in time.</summary>
    public bool IsLost => Code == 0;

    /// <summary>The relay wants no more of this session or of this many, which says nothing about a message.</summary>
    public bool EndsSession => Code == 421;

    /// <summary>
    /// Subject and detail of the enhanced code (RFC 3463), such as <c>7.1</c>, without its class, which the reply code has
    /// too; null when there is none or it says nothing.
    /// </summary>
    public string? Detail { get; } = DetailOf(Text);

    /// <summary>An answer made of what the library threw; null when that was no answer but a fault of ours.</summary>
    public static ServerAnswer? Of(Exception exception, SmtpStage stage) =>
        exception switch
        {
            SmtpCommandException e => new(StageOf(e.ErrorCode, stage), (int)e.StatusCode, e.Message),
            ServiceNotAuthenticatedException e => new(stage, 530, e.Message),
            AuthenticationException { InnerException: SmtpCommandException e } => new(
                SmtpStage.Login,
                (int)e.StatusCode,
                e.Message
            ),
            AuthenticationException or SaslException => new(SmtpStage.Login, 535, "the login was refused"),
            SslHandshakeException e => new(SmtpStage.Tls, 0, e.InnerException?.Message ?? "the handshake failed"),
            TimeoutException e => new(stage, 0, e.Message),
            SocketException e => new(stage, 0, Words(e.SocketErrorCode)),
            SmtpProtocolException { InnerException: null } e
                when e.Message.Contains("status code", StringComparison.Ordinal) => new(
                stage,
                0,
                "an answer that is no SMTP"
            ),
            IOException or ProtocolException or ServiceNotConnectedException => new(
                stage,
                0,
                "the connection was lost"
            ),
            _ => null,
        };

    /// <summary>One line of at most 200 characters for an admin: when, codes and the relay's words, without an address.</summary>
    public string ToReason()
    {
        var text = Code == 0 ? Text : $"{Code} {WithoutRepeatedCodes(Text)}";
        var line = $"{Words(Stage)}: {Blanks().Replace(Addresses().Replace(text, "(address)"), " ").Trim()}";
        return line.Length <= MaxReason ? line : CutText.At(line, MaxReason - 1) + "…";
    }

    static SmtpStage StageOf(SmtpErrorCode error, SmtpStage reached) =>
        error switch
        {
            SmtpErrorCode.SenderNotAccepted => SmtpStage.Mail,
            SmtpErrorCode.RecipientNotAccepted => SmtpStage.Recipient,
            _ => reached,
        };

    static string? DetailOf(string text) =>
        Enhanced().Match(text) is { Success: true } match && match.Groups[1].Value is not "0.0" and var detail
            ? detail
            : null;

    /// <summary>Each line of an answer begins with the same enhanced code; once is enough.</summary>
    static string WithoutRepeatedCodes(string text)
    {
        var code = Enhanced().Match(text);
        return code.Success
            ? code.Value + text[code.Length..].Replace("\n" + code.Value, "\n", StringComparison.Ordinal)
            : text;
    }

    static string Words(SmtpStage stage) =>
        stage switch
        {
            SmtpStage.Connect => "connecting",
            SmtpStage.Tls => "TLS",
            SmtpStage.Login => "login",
            SmtpStage.Mail => "MAIL",
            SmtpStage.Recipient => "RCPT",
            SmtpStage.Data => "DATA",
            _ => "message",
        };

    static string Words(SocketError error) =>
        error switch
        {
            SocketError.ConnectionRefused => "the connection was refused",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                "the name of the host was not found",
            SocketError.HostUnreachable or SocketError.NetworkUnreachable => "there is no way to the host",
            _ => "the connection was lost",
        };

    [GeneratedRegex(@"\A[245]\.(\d{1,3}\.\d{1,3})(?!\d)")]
    private static partial Regex Enhanced();

    [GeneratedRegex(@"[^\s<>@:;,""'()\[\]]+@[^\s<>@:;,""'()\[\]]+")]
    private static partial Regex Addresses();

    [GeneratedRegex(@"[\p{Cc}\s]+")]
    private static partial Regex Blanks();
}

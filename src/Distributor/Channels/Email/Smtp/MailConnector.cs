using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using MailKit.Security;

namespace Distributor.Channels.Email.Smtp;

/// <summary>Opens sessions with the relay: connection, greeting, encryption, login.</summary>
/// <param name="trust">For tests: judges certificates in place of the system's store; null leaves it to that.</param>
sealed class MailConnector(
    SmtpOptions options,
    SmtpTimeouts timeouts,
    TimeProvider time,
    RemoteCertificateValidationCallback? trust = null
)
{
    /// <summary>An address of the sixth version may be written in brackets, as in a URL.</summary>
    readonly string host = options.Host.Trim('[', ']');

    /// <param name="usesChunks">Whether BDAT may be used.</param>
    /// <returns>A session ready for messages, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<(MailConnection? Connection, ServerAnswer? Fault)> OpenAsync(
        bool usesChunks,
        CancellationToken cancellationToken
    )
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var client = new StagedClient { UsesChunks = usesChunks, CheckCertificateRevocation = false };
        CoalescingStream? wire = null;
        var stage = SmtpStage.Connect;
        try
        {
            await ConnectAsync(socket, cancellationToken);
            wire = new CoalescingStream(socket, time) { Patience = timeouts.Reply };
            client.LocalDomain = OurName((IPEndPoint)socket.LocalEndPoint!);
            client.ServerCertificateValidationCallback = trust;
            await client.ConnectAsync(wire, host, options.Port, Security(), cancellationToken);
            stage = SmtpStage.Login;
            if (options.UserName.Length > 0)
            {
                if (!MayCarryPassword(client.IsSecure, ((IPEndPoint)socket.RemoteEndPoint!).Address))
                {
                    throw new NotSupportedException(
                        "Smtp:UserName is set, but the connection is not encrypted, so the password is not sent; set Smtp:Security to starttls or tls"
                    );
                }
                await client.AuthenticateAsync(
                    Encoding.UTF8,
                    new NetworkCredential(options.UserName, options.Password),
                    cancellationToken
                );
            }
            return (new MailConnection(client, socket, wire, timeouts), null);
        }
#pragma warning disable CA1031 // Only what is an answer is taken for one; the rest goes on as it came.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            client.Dispose();
            wire?.Dispose();
            socket.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            if (Explain(exception, stage) is not { } fault)
            {
                throw;
            }
            return (null, fault);
        }
    }

    /// <summary>A password leaves the machine encrypted or not at all, whatever the settings say.</summary>
    public static bool MayCarryPassword(bool isSecure, IPAddress relay) => isSecure || IPAddress.IsLoopback(relay);

    async Task ConnectAsync(Socket socket, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeouts.Connect, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(host, options.Port, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no connection in {timeouts.Connect.TotalSeconds:0} s");
        }
    }

    /// <summary>Names the setting to look at, where it is one of ours.</summary>
    static ServerAnswer? Explain(Exception exception, SmtpStage stage) =>
        exception switch
        {
            NotSupportedException e when stage == SmtpStage.Connect => new(
                SmtpStage.Tls,
                0,
                $"{e.Message.TrimEnd('.')}; Smtp:Security asks for it"
            ),
            NotSupportedException e => new(SmtpStage.Login, 0, e.Message),
            _ when ServerAnswer.Of(exception, stage) is { Stage: SmtpStage.Login, Code: > 0 } answer => answer with
            {
                Text = $"{answer.Text} (Smtp:UserName, Smtp:Password)",
            },
            _ => ServerAnswer.Of(exception, stage),
        };

    SecureSocketOptions Security() =>
        options.Security switch
        {
            SmtpSecurity.None => SecureSocketOptions.None,
            SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
            SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
            _ => options.Port == 465 ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTlsWhenAvailable,
        };

    /// <summary>A host without a full name gives its address (RFC 5321 section 4.1.4): many relays refuse half a name.</summary>
    static string OurName(IPEndPoint ours)
    {
        var name = Dns.GetHostName();
        var address = ours.Address.IsIPv4MappedToIPv6 ? ours.Address.MapToIPv4() : ours.Address;
        return name.Contains('.', StringComparison.Ordinal) && EmailAddresses.ToAsciiDomain(name) is { } full
            ? full
            : address.ToString();
    }
}

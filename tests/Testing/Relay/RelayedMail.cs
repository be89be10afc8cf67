using MimeKit;

namespace Distributor.Testing.Relay;

/// <summary>A mail as its reader's mail program would get it.</summary>
public sealed class RelayedMail
{
    readonly Lazy<MimeMessage> _message;

    internal RelayedMail(byte[] raw)
    {
        Raw = raw;
        _message = new Lazy<MimeMessage>(() => MimeMessage.Load(new MemoryStream(raw, writable: false)));
    }

    /// <summary>Octet for octet, with what the servers put before it (Return-Path, Delivered-To, Received).</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    public MimeMessage Message => _message.Value;

    /// <summary>The envelope sender as the last server wrote it down; empty for the null sender.</summary>
    public string ReturnPath => (Message.Headers[HeaderId.ReturnPath] ?? "").Trim('<', '>');

    /// <summary>The envelope recipient as the last server wrote it down.</summary>
    public string DeliveredTo => Message.Headers["Delivered-To"] ?? "";
}

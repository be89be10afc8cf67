using System.Text;
using MimeKit;

namespace Distributor.Testing.Smtp;

/// <summary>A message the server took, whether or not it could still say so.</summary>
public sealed class ReceivedMail
{
    readonly Lazy<MimeMessage> _message;
    volatile bool _answered;

    internal ReceivedMail() => _message = new Lazy<MimeMessage>(Parse);

    /// <summary>Counted from 1 in the order of being taken.</summary>
    public required int Number { get; init; }

    /// <summary>The envelope sender without brackets; empty for the null sender.</summary>
    public required string From { get; init; }

    /// <summary>The parameters of MAIL by their upper-case names; null for one without a value.</summary>
    public required IReadOnlyDictionary<string, string?> Parameters { get; init; }

    /// <summary>The accepted recipients in their order.</summary>
    public required IReadOnlyList<string> Recipients { get; init; }

    /// <summary>The recipient of a message that has one.</summary>
    /// <exception cref="InvalidOperationException">It has several.</exception>
    public string Recipient => Recipients.Single();

    /// <summary>The content without dot-stuffing; empty when the server was told to keep none.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>Octets of content, also when it was not kept.</summary>
    public required long Size { get; init; }

    /// <summary>It came in BDAT chunks.</summary>
    public required bool IsChunked { get; init; }

    /// <summary>Counted from 1 in the order of connecting.</summary>
    public required int Connection { get; init; }

    /// <summary>Counted from 1 in its connection.</summary>
    public required int NumberInConnection { get; init; }

    public required bool IsTls { get; init; }

    /// <summary>Who authenticated; null for nobody.</summary>
    public required string? User { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>
    /// The client was told 250: those words were handed to its connection. False while a reply is held, and for ever when
    /// the connection ended before it: then the client cannot know that this mail was taken.
    /// </summary>
    public bool Answered
    {
        get => _answered;
        internal set => _answered = value;
    }

    /// <summary>The content parsed, at the first call.</summary>
    public MimeMessage Message => _message.Value;

    /// <summary>The content with every octet as the character of its number.</summary>
    public string Source => Encoding.Latin1.GetString(Raw.Span);

    MimeMessage Parse()
    {
        using var stream = new MemoryStream(Raw.ToArray(), writable: false);
        return MimeMessage.Load(stream);
    }
}

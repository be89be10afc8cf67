using MimeKit;

namespace Distributor.Channels.Email;

/// <summary>
/// A body encoded once: measuring, signing and sending only copy its octets. It tells when its last octet is about to be
/// written, since only from then on can a message have arrived.
/// </summary>
/// <param name="type">Of the body, with its boundary.</param>
/// <param name="content">At least one octet; the last line has its CRLF.</param>
sealed class EncodedBody(ContentType type, byte[] content) : MimeEntity(type)
{
    /// <summary>Called each time the body is written, before its last octet.</summary>
    public Action? Ending { get; set; }

    public override void Prepare(EncodingConstraint constraint, int maxLineLength = 78) { }

    public override void WriteTo(
        FormatOptions options,
        Stream stream,
        bool contentOnly,
        CancellationToken cancellationToken = default
    )
    {
        base.WriteTo(options, stream, contentOnly, cancellationToken);
        stream.Write(content, 0, content.Length - 1);
        Ending?.Invoke();
        stream.Write(content, content.Length - 1, 1);
    }

    public override async Task WriteToAsync(
        FormatOptions options,
        Stream stream,
        bool contentOnly,
        CancellationToken cancellationToken = default
    )
    {
        await base.WriteToAsync(options, stream, contentOnly, cancellationToken);
        await stream.WriteAsync(content.AsMemory(0, content.Length - 1), cancellationToken);
        Ending?.Invoke();
        await stream.WriteAsync(content.AsMemory(content.Length - 1), cancellationToken);
    }
}

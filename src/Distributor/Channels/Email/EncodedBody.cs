using MimeKit;

namespace Distributor.Channels.Email;

/// <summary>
/// A body encoded once: measuring, signing and sending only copy its octets. It tells when its last octet is about to be
/// written, since only from then on can a message have arrived.
/// </summary>
sealed class EncodedBody : MimeEntity
{
    readonly byte[] content;

    EncodedBody(ContentType type, byte[] content)
        : base(type) => this.content = content;

    /// <summary>Called each time the body is written, before its last octet.</summary>
    public Action? Ending { get; set; }

    public static EncodedBody Of(Multipart body)
    {
        using var octets = new MemoryStream();
        body.WriteTo(MimeComposer.CreateFormat(), octets, contentOnly: true);
        if (!octets.GetBuffer().AsSpan(0, (int)octets.Length).EndsWith("\r\n"u8))
        {
            octets.Write("\r\n"u8);
        }
        return new EncodedBody(body.ContentType, octets.ToArray());
    }

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

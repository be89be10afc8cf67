using System.Text;
using MimeKit;
using MimeKit.IO;

namespace Distributor.Channels.Email.Smtp;

/// <summary>
/// The shape in which the library takes octets that are ready: a message whose only header holds all of them, and whose body
/// writes what it is given. One serves a whole session, filled anew for each mail; not for concurrent use.
/// </summary>
sealed class SplicedMessage : IDisposable
{
    readonly Octets octets = new();
    MimeMessage? message;
    Header? header;

    /// <param name="mail">Of octets; as long as the message is being sent they must stay.</param>
    /// <param name="ending">Called each time the body is written, before its last octet.</param>
    public MimeMessage Fill(OutgoingMail mail, Action ending)
    {
        var colon = mail.Headers.AsSpan().IndexOf((byte)':');
        var field = mail.Headers.AsSpan(0, colon);
        if (message is null || !Ascii.Equals(field, header!.Field))
        {
            // No header that the library reads itself, such as From: it would look for addresses in all that follows.
            header = new Header(Encoding.ASCII.GetString(field), "");
            message = new MimeMessage(Enumerable.Empty<Header>()) { Body = octets };
            message.Headers.Add(header);
        }

        header.SetRawValue(mail.Headers[(colon + 1)..]);
        octets.Length = mail.Headers.Length + "\r\n".Length + mail.Body.Length;
        octets.Content = mail.Body;
        octets.Ending = ending;
        return message;
    }

    public void Dispose()
    {
        message?.Dispose();
        octets.Dispose();
    }

    /// <summary>Octets of the whole message; null when it is not one of these.</summary>
    public static long? LengthOf(MimeMessage message) => (message.Body as Octets)?.Length;

    sealed class Octets : MimeEntity
    {
        public Octets()
            : base(new ContentType("multipart", "alternative")) => Headers.Clear();

        public ReadOnlyMemory<byte> Content { get; set; }

        public long Length { get; set; }

        public Action? Ending { get; set; }

        public override void Prepare(EncodingConstraint constraint, int maxLineLength = 78) { }

        public override void WriteTo(
            FormatOptions options,
            Stream stream,
            bool contentOnly,
            CancellationToken cancellationToken = default
        )
        {
            stream.Write(Content.Span[..^1]);
            Ending?.Invoke();
            stream.Write(Content.Span[^1..]);
        }

        public override async Task WriteToAsync(
            FormatOptions options,
            Stream stream,
            bool contentOnly,
            CancellationToken cancellationToken = default
        )
        {
            var wire = await PastTheDotsAsync(stream, cancellationToken);
            await wire.WriteAsync(Content[..^1], cancellationToken);
            Ending?.Invoke();
            await wire.WriteAsync(Content[^1..], cancellationToken);
        }

        /// <summary>
        /// Before DATA's content the library puts a filter that looks at every octet for a dot to double. There is none
        /// (<see cref="Shared.QuotedPrintable"/>), so the body goes past it, once the headers are through.
        /// </summary>
        static async Task<Stream> PastTheDotsAsync(Stream stream, CancellationToken cancellationToken)
        {
            if (stream is not FilteredStream filtered)
            {
                return stream;
            }

            await filtered.FlushAsync(cancellationToken);
            return filtered.Source;
        }
    }
}

using System.Buffers;
using System.Text;
using MimeKit;

namespace Distributor.Channels.Email.Shared;

/// <summary>
/// A mail as many readers get it, made ready once by <see cref="MimeComposer.Share"/>: its body encoded but for the gaps where
/// each reader's values belong, and the headers that are the same for all. Immutable and safe for concurrent calls.
/// </summary>
public sealed class SharedMail
{
    readonly IReadOnlyList<string> text;
    readonly IReadOnlyList<string> html;
    readonly SharedPart textPart;
    readonly SharedPart htmlPart;
    readonly byte[] end;

    /// <param name="headers">Whole lines with CRLF, those of the body too.</param>
    internal SharedMail(
        string boundary,
        byte[] headers,
        MailboxAddress from,
        IReadOnlyList<string> text,
        IReadOnlyList<string> html
    )
    {
        Headers = headers;
        From = from;
        FromDomain = EmailAddresses.AsciiDomain(from);
        this.text = text;
        this.html = html;
        textPart = new SharedPart(boundary, "plain", text);
        htmlPart = new SharedPart(boundary, "html", html);
        end = Encoding.ASCII.GetBytes($"--{boundary}--\r\n");
    }

    /// <summary>Octets it keeps in memory, the texts it was made of included.</summary>
    public int Size =>
        Headers.Length
        + textPart.Size
        + htmlPart.Size
        + text.Concat(html).Sum(literal => literal.Length * sizeof(char));

    internal byte[] Headers { get; }

    /// <summary>To be read only: an address that is put into a message keeps that message alive.</summary>
    internal MailboxAddress From { get; }

    internal string FromDomain { get; }

    internal string Text(IReadOnlyList<string> values) => Join(text, values);

    internal string Html(IReadOnlyList<string> values) => Join(html, values);

    /// <summary>The whole body of one reader's mail.</summary>
    internal OctetBuffer Splice(PersonalBody reader)
    {
        var body = new OctetBuffer(textPart.Size + htmlPart.Size + 8192);
        try
        {
            textPart.Write(reader.TextValues, body);
            htmlPart.Write(reader.HtmlValues, body);
            body.Write(end);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    static string Join(IReadOnlyList<string> literals, IReadOnlyList<string> values) =>
        string.Concat(literals.Zip(values, (literal, value) => literal + value).Append(literals[^1]));
}

/// <summary>One reader's mail: the shared one, and what belongs in the gaps of its two bodies, in their order.</summary>
public sealed record PersonalBody(SharedMail Mail, IReadOnlyList<string> TextValues, IReadOnlyList<string> HtmlValues)
{
    public string Text => Mail.Text(TextValues);

    public string Html => Mail.Html(HtmlValues);
}

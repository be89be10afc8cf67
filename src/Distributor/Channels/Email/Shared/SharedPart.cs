using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Distributor.Channels.Email.Shared;

/// <summary>
/// One version of a shared body, text or HTML, with its part's head. What all readers share is encoded once, in the
/// shorter of the two safe encodings; a reader's values are encoded when they are set in.
/// </summary>
/// <remarks>
/// Quoted-printable takes each piece for itself. In base64 three octets belong together, so there the whole of what comes after
/// the last full line before the first value, the foot of a mail, is encoded for each reader.
/// </remarks>
sealed class SharedPart
{
    /// <summary>Octets in a line of 76 characters of base64.</summary>
    const int Base64Line = 57;

    readonly bool isQuoted;
    readonly byte[] head;
    readonly byte[][] pieces;
    readonly bool[] beginsWithLineEnd;

    /// <param name="literals">One more than there are values.</param>
    public SharedPart(string boundary, string subtype, IReadOnlyList<string> literals)
    {
        string[] texts = [.. literals.Select(literal => literal.ReplaceLineEndings("\n"))];
        beginsWithLineEnd = [.. texts.Select(text => text.StartsWith('\n'))];
        isQuoted = MimeBody.IsQuotedShorter(Encoding.UTF8.GetBytes(string.Concat(texts)));
        using var begun = new OctetBuffer(4096);
        begun.Add(MimeBody.PartHead(boundary, subtype, isQuoted));
        if (isQuoted)
        {
            pieces = [.. texts.Select(Quoted)];
        }
        else
        {
            pieces = [.. texts.Select(text => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n")))];
            var whole = pieces[0].Length / Base64Line * Base64Line;
            EncodeBase64(pieces[0].AsSpan(0, whole), begun);
            pieces[0] = pieces[0][whole..];
        }

        head = begun.Span.ToArray();
    }

    /// <summary>Octets kept in memory.</summary>
    public int Size => head.Length + pieces.Sum(piece => piece.Length);

    /// <summary>Writes one reader's part, from its boundary to the line end before the next.</summary>
    /// <param name="values">One fewer than there were literals.</param>
    public void Write(IReadOnlyList<string> values, OctetBuffer output)
    {
        if (values.Count != pieces.Length - 1)
        {
            throw new ArgumentException("A value for each gap of the body, and no other.", nameof(values));
        }

        output.Write(head);
        if (isQuoted)
        {
            WriteQuoted(values, output);
        }
        else
        {
            WriteBase64(values, output);
        }

        output.Write("\r\n"u8);
    }

    void WriteQuoted(IReadOnlyList<string> values, OctetBuffer output)
    {
        using var octets = new OctetBuffer(1024);
        output.Write(pieces[0]);
        for (var i = 0; i < values.Count; i++)
        {
            var from = octets.Length;
            octets.Add(Value(values, i));
            QuotedPrintable.Encode(octets.Span[from..], output);
            output.Write(pieces[i + 1]);
        }
    }

    void WriteBase64(IReadOnlyList<string> values, OctetBuffer output)
    {
        using var rest = new OctetBuffer(8192);
        rest.Write(pieces[0]);
        for (var i = 0; i < values.Count; i++)
        {
            // Inside base64 lines end with CRLF too (RFC 2049 section 4).
            rest.Add(Value(values, i).ReplaceLineEndings("\r\n"));
            rest.Write(pieces[i + 1]);
        }

        EncodeBase64(rest.Span, output);
    }

    /// <summary>With LF alone. A CR before an LF of ours would be one line end, and is so here.</summary>
    string Value(IReadOnlyList<string> values, int at)
    {
        var value = values[at];
        return (beginsWithLineEnd[at + 1] && value.EndsWith('\r') ? value[..^1] : value).ReplaceLineEndings("\n");
    }

    static byte[] Quoted(string text)
    {
        using var encoded = new OctetBuffer(text.Length * 2);
        QuotedPrintable.Encode(Encoding.UTF8.GetBytes(text), encoded);
        return encoded.Span.ToArray();
    }

    static void EncodeBase64(ReadOnlySpan<byte> octets, OctetBuffer output)
    {
        while (octets.Length > 0)
        {
            var line = octets[..Math.Min(octets.Length, Base64Line)];
            var span = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(line.Length) + 2);
            Base64.EncodeToUtf8(line, span, out _, out var written);
            span[written] = (byte)'\r';
            span[written + 1] = (byte)'\n';
            output.Advance(written + 2);
            octets = octets[line.Length..];
        }
    }
}

using System.Text;

namespace Distributor.Testing.Smtp;

/// <summary>One answer of the server (RFC 5321 section 4.2), of one line or several.</summary>
/// <param name="Code">Three digits.</param>
/// <param name="EnhancedCode">RFC 3463, such as <c>4.7.1</c>; put before each line. Null for greetings, EHLO and 354.</param>
/// <param name="Lines">At least one.</param>
public sealed record SmtpReply(int Code, string? EnhancedCode, IReadOnlyList<string> Lines)
{
    public SmtpReply(int code, string? enhancedCode, string text)
        : this(code, enhancedCode, [text]) { }

    /// <summary>The command did what it should, or the client is asked to go on.</summary>
    public bool IsPositive => Code < 400;

    /// <summary>What goes over the wire, with the last line end.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Lines.Count; i++)
        {
            text.Append(Code).Append(i == Lines.Count - 1 ? ' ' : '-');
            if (EnhancedCode is not null)
            {
                text.Append(EnhancedCode).Append(' ');
            }
            text.Append(Lines[i]).Append("\r\n");
        }
        return text.ToString();
    }
}

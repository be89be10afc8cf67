using System.Text;
using HandlebarsDotNet;

namespace Distributor.Templates.Engine;

/// <summary>
/// Escapes the five characters that mean something in HTML and leaves every other as it is. The library's own encoder
/// writes letters from U+00A0 to U+00FF as numbers, which costs bytes in the mail and which Telegram counts otherwise.
/// Telegram knows these four names and numbers only (Bot API, HTML style), so an apostrophe is a number.
/// </summary>
internal sealed class MarkupEncoder : ITextEncoder
{
    public void Encode(StringBuilder? text, TextWriter target) => Write(text?.ToString(), target);

    public void Encode(string? text, TextWriter target) => Write(text, target);

    public void Encode<T>(T? text, TextWriter target)
        where T : IEnumerator<char>
    {
        while (text?.MoveNext() == true)
        {
            Write([text.Current], target);
        }
    }

    /// <summary>The same escaping for a value spliced in after rendering.</summary>
    public static string Escape(string text)
    {
        if (!text.AsSpan().ContainsAny("&<>\"'"))
        {
            return text;
        }

        using var escaped = new StringWriter();
        Write(text, escaped);
        return escaped.ToString();
    }

    static void Write(ReadOnlySpan<char> text, TextWriter target)
    {
        while (text.IndexOfAny("&<>\"'") is var at and >= 0)
        {
            target.Write(text[..at]);
            target.Write(
                text[at] switch
                {
                    '&' => "&amp;",
                    '<' => "&lt;",
                    '>' => "&gt;",
                    '"' => "&quot;",
                    _ => "&#39;",
                }
            );
            text = text[(at + 1)..];
        }

        target.Write(text);
    }
}

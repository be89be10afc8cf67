using System.Text;

namespace Distributor.Testing.Telegram;

/// <summary>Reads the inside of one start tag. Whitespace is ASCII only; the end of the text counts as one.</summary>
sealed class TelegramTagReader(string html, int begin)
{
    int position = begin + 1;

    /// <summary>The place of the closing <c>&gt;</c> once <see cref="Read"/> has succeeded.</summary>
    public int Position => position;

    /// <summary>The tag, or the fault (without prefix) that the server names.</summary>
    public (TelegramTag? Tag, string? Fault) Read(int textOffset)
    {
        while (!IsSpace(Current) && Current != '>')
        {
            position++;
        }

        if (Current == '\0')
        {
            return (null, $"Unclosed start tag{At(begin)}");
        }

        var name = TelegramHtmlParser.ToLower(html[(begin + 1)..position]);
        if (!TelegramTag.IsSupported(name))
        {
            return (null, $"Unsupported start tag \"{name}\"{At(begin)}");
        }

        var tag = new TelegramTag(name, textOffset);
        var fault = Attributes(tag);
        if (fault is null && name == "span" && tag.Argument != "tg-spoiler")
        {
            fault = $"Tag \"span\" must have class \"tg-spoiler\"{At(begin)}";
        }

        return fault is null ? (tag, null) : (null, fault);
    }

    public static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n' or '\v' or '\0';

    char Current => position < html.Length ? html[position] : '\0';

    string? Attributes(TelegramTag tag)
    {
        while (true)
        {
            SkipSpace();
            if (Current == '>')
            {
                return null;
            }

            var start = position;
            while (!IsSpace(Current) && Current is not ('=' or '>' or '/' or '"' or '\''))
            {
                position++;
            }

            if (position == start)
            {
                return $"Empty attribute name in the tag \"{tag.Name}\"{At(begin)}";
            }

            var name = html[start..position];
            SkipSpace();
            if (Current == '=')
            {
                position++;
                SkipSpace();
            }
            else if (Current != '\0')
            {
                tag.Take(name, "");
                continue;
            }

            if (Current == '\0')
            {
                return $"Unclosed start tag \"{tag.Name}\"{At(begin)}";
            }

            var (value, fault) = Current is '"' or '\'' ? (Quoted(), null) : Bare();
            if (fault is not null || Current == '\0')
            {
                return fault ?? $"Unclosed start tag{At(begin)}";
            }

            tag.Take(name, value);
        }
    }

    (string Value, string? Fault) Bare()
    {
        var start = position;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '.' or '-')
        {
            position++;
        }

        return IsSpace(Current) || Current == '>'
            ? (TelegramHtmlParser.ToLower(html[start..position]), null)
            : ("", $"Unexpected end of name token{At(start)}");
    }

    string Quoted()
    {
        var quote = Current;
        position++;
        var value = new StringBuilder();
        while (Current != quote && Current != '\0')
        {
            var code = Current == '&' ? TelegramCharacterReference.Read(html, ref position) : 0;
            if (code == 0)
            {
                value.Append(Current);
                position++;
            }
            else
            {
                TelegramHtmlParser.Append(value, code);
            }
        }

        if (Current == quote)
        {
            position++;
        }

        return value.ToString();
    }

    void SkipSpace()
    {
        while (Current != '\0' && IsSpace(Current))
        {
            position++;
        }
    }

    string At(int index) => TelegramHtmlParser.At(html, index);
}

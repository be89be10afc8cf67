using System.Globalization;
using System.Text;

namespace Distributor.Testing.Telegram;

/// <summary>
/// One pass over a Bot API HTML text. Faults have the words of the Bot API; their offsets count UTF-8 bytes, entity
/// offsets count UTF-16 units.
/// </summary>
sealed class TelegramHtmlParser(string html)
{
    readonly StringBuilder text = new();
    readonly Stack<TelegramTag> open = new();
    readonly TelegramEntityCollector entities = new();
    int position;
    bool hasSurrogate;

    public TelegramParseResult Parse()
    {
        while (position < html.Length)
        {
            var fault = html[position] switch
            {
                '<' when position + 1 < html.Length && html[position + 1] == '/' => EndTag(),
                '<' => StartTag(),
                _ => Character(),
            };
            if (fault is not null)
            {
                return Refused(fault);
            }
        }

        if (open.TryPeek(out var unclosed))
        {
            return Refused($"Can't find end tag corresponding to start tag \"{unclosed.Name}\"");
        }

        // Two references that make a surrogate pair together are refused like a lone one: each is checked as UTF-8.
        return hasSurrogate
            ? Refused(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
            )
            : new(text.ToString(), entities.Sorted());
    }

    /// <summary>Lower case for ASCII letters only, as the server does.</summary>
    public static string ToLower(string value) =>
        string.Create(
            value.Length,
            value,
            static (to, from) =>
            {
                for (var i = 0; i < from.Length; i++)
                {
                    to[i] = char.IsAsciiLetterUpper(from[i]) ? (char)(from[i] | 0x20) : from[i];
                }
            }
        );

    public static string At(string html, int index) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $" at byte offset {Encoding.UTF8.GetByteCount(html.AsSpan(0, index))}"
        );

    /// <summary>Appends a code point, a surrogate as the unit it is.</summary>
    public static void Append(StringBuilder target, int code)
    {
        if (code <= char.MaxValue)
        {
            target.Append((char)code);
        }
        else
        {
            target.Append(char.ConvertFromUtf32(code));
        }
    }

    static TelegramParseResult Refused(string fault) => TelegramParseResult.Refused("can't parse entities: " + fault);

    string? Character()
    {
        var code = html[position] == '&' ? TelegramCharacterReference.Read(html, ref position) : 0;
        if (code == 0)
        {
            text.Append(html[position++]);
            return null;
        }

        hasSurrogate |= code is >= 0xD800 and <= 0xDFFF;
        Append(text, code);
        return null;
    }

    string? StartTag()
    {
        var reader = new TelegramTagReader(html, position);
        var (tag, fault) = reader.Read(text.Length);
        if (tag is null)
        {
            return fault;
        }

        open.Push(tag);
        position = reader.Position + 1;
        return null;
    }

    string? EndTag()
    {
        var begin = position;
        if (!open.TryPop(out var tag))
        {
            return $"Unexpected end tag{At(html, begin)}";
        }

        position += 2;
        while (position < html.Length && html[position] != '>' && !TelegramTagReader.IsSpace(html[position]))
        {
            position++;
        }

        var name = ToLower(html[(begin + 2)..position]);
        while (position < html.Length && TelegramTagReader.IsSpace(html[position]))
        {
            position++;
        }

        if (position == html.Length || html[position] != '>')
        {
            return $"Unclosed end tag{At(html, begin)}";
        }

        position++;

        // "</>" closes the innermost tag, whatever it is.
        if (name.Length > 0 && name != tag.Name)
        {
            return $"Unmatched end tag{At(html, begin)}, expected \"</{tag.Name}>\", found \"</{name}>\"";
        }

        return text.Length > tag.TextOffset ? entities.Add(tag, text) : null;
    }
}

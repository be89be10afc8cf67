using System.Text;
using System.Text.RegularExpressions;

namespace Distributor.Channels.Telegram.Texts;

/// <summary>
/// Reads Bot API HTML into a text and its looks, and does to the characters what the server does. It never fails: what the
/// server would refuse is read as well as it can be, because this is also the way to the plain text of such a message.
/// </summary>
sealed partial class TelegramTextReader
{
    /// <summary>A longer address is no link: it would fill the entities of a message alone.</summary>
    public const int MaxAddressBytes = 4_096;

    readonly string html;
    readonly StringBuilder text = new();
    readonly List<TextRun> runs = [];
    readonly List<OpenTag> open = [];
    int position;

    TelegramTextReader(string html)
    {
        this.html = Escaping.WithoutLoneSurrogates(html);
    }

    public static TelegramText Read(string html) => new TelegramTextReader(html).Read();

    TelegramText Read()
    {
        while (position < html.Length)
        {
            if (html[position] == '<' && (Start() || End()))
            {
                continue;
            }
            Append(Escaping.Next(html, ref position));
        }
        return new(text.ToString(), runs);
    }

    void Append(string characters)
    {
        var before = text.Length;
        foreach (var character in characters)
        {
            Append(character);
        }
        if (text.Length == before)
        {
            return;
        }
        var format = Format();
        if (runs.Count > 0 && runs[^1].Format == format)
        {
            runs[^1] = runs[^1] with { End = text.Length };
        }
        else
        {
            runs.Add(new(before, text.Length, format));
        }
    }

    /// <summary>The server removes some characters and makes spaces of others (TDLib clean_input_string).</summary>
    void Append(char character)
    {
        switch (character)
        {
            case '\r' or (>= '\u2028' and <= '\u202E') or '\u030A' or '\u0333' or '\u033F':
                break;
            case < ' ' and not '\n':
                text.Append(' ');
                break;
            default:
                text.Append(character);
                break;
        }
    }

    /// <summary>Quotes, links and code do not nest, the outer one stays; code carries no styles.</summary>
    TextFormat Format()
    {
        TextMark? quote = null;
        TextMark? mark = null;
        var styles = TextStyles.None;
        foreach (var tag in open)
        {
            quote ??= tag.Name == "blockquote" ? tag.Mark : null;
            mark ??= tag.Name == "blockquote" ? null : tag.Mark;
            styles |= tag.Style;
        }
        return new(quote, mark, mark is { IsCode: true } ? TextStyles.None : styles);
    }

    bool Start()
    {
        if (StartTag().Match(html, position) is not { Success: true } match)
        {
            return false;
        }
        position += match.Length;
        var name = Canonical(match.Groups[1].Value);
        var attributes = Attributes(match.Groups[2].Value);
        if (name == "code" && open is [.., { Name: "pre" } block] && block.TextStart == text.Length)
        {
            // The two tags around one text are one block with a language.
            open[^1] = block with
            {
                Mark = TextMark.Block(Language(attributes)),
            };
            open.Add(new(name, null, TextStyles.None, text.Length));
            return true;
        }
        open.Add(new(name, Mark(name, attributes), Style(name, attributes), text.Length));
        return true;
    }

    bool End()
    {
        if (EndTag().Match(html, position) is not { Success: true } match)
        {
            return false;
        }
        position += match.Length;
        var name = Canonical(match.Groups[1].Value);
        // "</>" closes the innermost tag, whatever it is.
        var closed = name.Length == 0 ? open.Count - 1 : open.FindLastIndex(tag => tag.Name == name);
        if (closed >= 0)
        {
            open.RemoveRange(closed, open.Count - closed);
        }
        return true;
    }

    static TextMark? Mark(string name, Dictionary<string, string> attributes) =>
        name switch
        {
            "a" => Address(attributes) is { } address ? TextMark.Link(address) : null,
            "code" => TextMark.Code(),
            "pre" => TextMark.Block(""),
            "blockquote" => TextMark.Quote(attributes.ContainsKey("expandable")),
            "tg-emoji" => TextMark.Emoji(attributes.GetValueOrDefault("emoji-id", "")),
            "tg-time" => TextMark.Time(
                attributes.GetValueOrDefault("unix", ""),
                attributes.GetValueOrDefault("format", "")
            ),
            _ => null,
        };

    static TextStyles Style(string name, Dictionary<string, string> attributes) =>
        name switch
        {
            "b" => TextStyles.Bold,
            "i" => TextStyles.Italic,
            "u" => TextStyles.Underline,
            "s" => TextStyles.Strikethrough,
            "tg-spoiler" => TextStyles.Spoiler,
            "span" when attributes.GetValueOrDefault("class") == "tg-spoiler" => TextStyles.Spoiler,
            _ => TextStyles.None,
        };

    static string Canonical(string name) =>
        name.ToLowerInvariant() switch
        {
            "strong" => "b",
            "em" => "i",
            "ins" => "u",
            "strike" or "del" => "s",
            var other => other,
        };

    /// <summary>Other schemes are no link to the server either.</summary>
    static string? Address(Dictionary<string, string> attributes) =>
        attributes.TryGetValue("href", out var address)
        && Encoding.UTF8.GetByteCount(address) <= MaxAddressBytes
        && Schemes().IsMatch(address)
            ? address
            : null;

    static string Language(Dictionary<string, string> attributes)
    {
        const string Prefix = "language-";
        var value = attributes.GetValueOrDefault("class", "");
        return value.StartsWith(Prefix, StringComparison.Ordinal) ? value[Prefix.Length..] : "";
    }

    static Dictionary<string, string> Attributes(string source)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in Attribute().Matches(source))
        {
            attributes[match.Groups["name"].Value] = Escaping.Decode(match.Groups["value"].Value);
        }
        return attributes;
    }

    [GeneratedRegex("""\G<([A-Za-z][A-Za-z-]*)((?:\s+[^\s=>/"']+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*>""")]
    private static partial Regex StartTag();

    [GeneratedRegex("""\G</([A-Za-z-]*)\s*>""")]
    private static partial Regex EndTag();

    [GeneratedRegex("""(?<name>[^\s=>/"']+)(?:\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s>"']+)))?""")]
    private static partial Regex Attribute();

    [GeneratedRegex("^(?:https?|tg|ton|tonsite):", RegexOptions.IgnoreCase)]
    private static partial Regex Schemes();

    /// <param name="TextStart">Where its text begins.</param>
    sealed record OpenTag(string Name, TextMark? Mark, TextStyles Style, int TextStart);
}

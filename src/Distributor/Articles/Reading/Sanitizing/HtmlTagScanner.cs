using System.Buffers;

namespace Distributor.Articles.Reading.Sanitizing;

/// <summary>The few rules of the HTML tokeniser (WHATWG HTML, 13.2.5) that are needed to walk over tags.</summary>
internal static class HtmlTagScanner
{
    private static readonly SearchValues<char> EndsOfName = SearchValues.Create(" \t\r\n\f/>");

    /// <param name="Length">Characters up to and including the closing <c>&gt;</c>.</param>
    /// <param name="Attributes">Attributes counted by the starts of their names.</param>
    public readonly record struct Tag(int Length, int Attributes);

    public static ReadOnlySpan<char> Name(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !char.IsAsciiLetter(text[0]))
        {
            return [];
        }
        var end = text.IndexOfAny(EndsOfName);
        return end < 0 ? text : text[..end];
    }

    private enum State
    {
        BeforeName,
        Name,
        AfterName,
        BeforeValue,
        Value,
        DoubleQuoted,
        SingleQuoted,
    }

    /// <summary>Reads one tag from behind its <c>&lt;</c>; a <c>&gt;</c> inside a quoted value does not end it.</summary>
    public static Tag Read(ReadOnlySpan<char> text)
    {
        var attributes = 0;
        var state = State.BeforeName;
        for (var index = Name(text[0] == '/' ? text[1..] : text).Length; index < text.Length; index++)
        {
            var character = text[index];
            if (character == '>' && state is not (State.DoubleQuoted or State.SingleQuoted))
            {
                return new Tag(index + 1, attributes);
            }
            var before = state;
            state = Next(state, character);
            attributes += state == State.Name && before != State.Name ? 1 : 0;
        }
        return new Tag(text.Length, attributes);
    }

    private static State Next(State state, char character)
    {
        var space = character is ' ' or '\t' or '\r' or '\n' or '\f';
        return state switch
        {
            State.DoubleQuoted => character == '"' ? State.BeforeName : state,
            State.SingleQuoted => character == '\'' ? State.BeforeName : state,
            State.Value => space ? State.BeforeName : state,
            State.BeforeValue => character switch
            {
                '"' => State.DoubleQuoted,
                '\'' => State.SingleQuoted,
                _ => space ? state : State.Value,
            },
            State.Name or State.AfterName when character == '=' => State.BeforeValue,
            State.Name when space => State.AfterName,
            _ when character == '/' => State.BeforeName,
            State.BeforeName or State.AfterName when space => state,
            _ => State.Name,
        };
    }

    /// <summary>Length of a comment, doctype, CDATA section or processing instruction, from behind its <c>&lt;</c>.</summary>
    public static int DeclarationLength(ReadOnlySpan<char> text, bool foreign)
    {
        if (text.StartsWith("!-->") || text.StartsWith("!--->"))
        {
            return text.IndexOf('>') + 1;
        }
        if (text.StartsWith("!--"))
        {
            var dashes = EndOf(text, "-->");
            return Math.Min(dashes, EndOf(text, "--!>"));
        }
        return foreign && text.StartsWith("![CDATA[") ? EndOf(text, "]]>") : EndOf(text, ">");
    }

    /// <summary>Elements whose content is text up to their own end tag.</summary>
    public static bool HoldsRawText(ReadOnlySpan<char> name) =>
        Is(name, "script")
        || Is(name, "style")
        || Is(name, "title")
        || Is(name, "textarea")
        || Is(name, "xmp")
        || Is(name, "iframe")
        || Is(name, "noembed")
        || Is(name, "noframes");

    /// <summary>Characters before the end tag of a raw text element; all that is left when it is never closed.</summary>
    public static int RawTextLength(ReadOnlySpan<char> text, ReadOnlySpan<char> name)
    {
        var position = 0;
        while (true)
        {
            var next = text[position..].IndexOf("</");
            if (next < 0)
            {
                return text.Length;
            }
            position += next + 2;
            if (Is(Name(text[position..]), name))
            {
                return position - 2;
            }
        }
    }

    public static bool Is(ReadOnlySpan<char> name, ReadOnlySpan<char> other) =>
        name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static int EndOf(ReadOnlySpan<char> text, string mark)
    {
        var end = text.IndexOf(mark);
        return end < 0 ? text.Length : end + mark.Length;
    }
}

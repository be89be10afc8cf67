using System.Globalization;
using System.Text;
using AngleSharp.Html;
using Distributor.Articles.Reading.Charsets;

namespace Distributor.Articles.Reading.Feeds.Xml;

/// <summary>
/// Decodes character references: XML's five, all names of HTML, numbers, and what the document declares itself.
/// A declared entity is one level deep and all of them together give at most
/// <see cref="ReadLimits.MaxEntityCharacters"/>: no laughter a billion times over, no file of this machine.
/// </summary>
sealed class XmlEntities
{
    /// <summary>The longest name of HTML, CounterClockwiseContourIntegral, has 31 letters.</summary>
    const int LongestName = 40;

    readonly Dictionary<string, string> declared = new(StringComparer.Ordinal);
    int room = ReadLimits.MaxEntityCharacters;

    /// <summary>The first declaration holds (XML 1.0, section 4.2). Its own references to declared entities stay text.</summary>
    public void Declare(string name, ReadOnlySpan<char> value)
    {
        if (declared.Count < ReadLimits.MaxAttributesPerElement && value.Length <= ReadLimits.MaxEntityCharacters)
            declared.TryAdd(name, Decode(value, null));
    }

    public string Decode(ReadOnlySpan<char> text) => Decode(text, this);

    /// <summary>Decodes what HTML and XML define; unknown references and a stray <c>&amp;</c> stay as they are.</summary>
    public static string DecodeOnce(ReadOnlySpan<char> text) => Decode(text, null);

    static string Decode(ReadOnlySpan<char> text, XmlEntities? own)
    {
        var next = text.IndexOf('&');
        if (next < 0)
            return XmlNames.WithoutControls(text);
        var result = new StringBuilder(text.Length);
        while (next >= 0)
        {
            result.Append(XmlNames.WithoutControls(text[..next]));
            text = text[next..];
            var length = Reference(text);
            var value = length == 0 ? null : Value(text[1..(length - 1)], own);
            result.Append(value ?? "&");
            text = text[(value is null ? 1 : length)..];
            next = text.IndexOf('&');
        }
        return result.Append(XmlNames.WithoutControls(text)).ToString();
    }

    /// <summary>Length of the reference at the start of <paramref name="text"/> from &amp; to ; or 0.</summary>
    static int Reference(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, LongestName + 2)].IndexOf(';');
        if (end < 2)
            return 0;
        foreach (var c in text[1..end])
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('#' or '_' or '-' or '.' or ':'))
                return 0;
        return end + 1;
    }

    static string? Value(ReadOnlySpan<char> name, XmlEntities? own) =>
        name switch
        {
            ['#', 'x' or 'X', .. var hex] => Number(hex, NumberStyles.AllowHexSpecifier),
            ['#', .. var digits] => Number(digits, NumberStyles.None),
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "apos" => "'",
            _ => own?.Expand(name.ToString()) ?? HtmlEntityProvider.Resolver.GetSymbol($"{name};"),
        };

    string? Expand(string name)
    {
        if (!declared.TryGetValue(name, out var value))
            return null;
        if (value.Length > room)
            return "";
        room -= value.Length;
        return value;
    }

    static string? Number(ReadOnlySpan<char> digits, NumberStyles style)
    {
        if (!int.TryParse(digits, style, CultureInfo.InvariantCulture, out var code))
            return null;
        return Rune.IsValid(code) && code is not (< 0x20 and not (9 or 10 or 13)) and not (0xFFFE or 0xFFFF)
            ? code < 0x10000
                ? C1Controls.Repair((char)code).ToString()
                : new Rune(code).ToString()
            : "";
    }
}

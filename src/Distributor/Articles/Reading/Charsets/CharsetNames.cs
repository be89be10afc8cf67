using System.Text;

namespace Distributor.Articles.Reading.Charsets;

/// <summary>
/// Names of encodings as feeds write them. Follows the WHATWG Encoding Standard where a name means more in practice than
/// on paper (iso-8859-1 is windows-1252, gb2312 is gb18030).
/// </summary>
static class CharsetNames
{
    public static Encoding Utf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    public static Encoding Windows1252 { get; } = CodePage(1252);

    /// <summary>Null when the name is unknown, or says no more than "ASCII", which is also true of UTF-8.</summary>
    public static Encoding? Find(string? name)
    {
        var clean = name?.Trim(' ', '\t', '\r', '\n', '"', '\'', ';').ToLowerInvariant();
        return clean switch
        {
            null or "" or "us-ascii" or "ascii" or "ansi_x3.4-1968" => null,
            "utf-8" or "utf8" or "utf_8" or "unicode-1-1-utf-8" or "utf-8-sig" => Utf8,
            "utf-16" or "utf16" or "utf-16le" or "ucs-2" or "unicode" => Encoding.Unicode,
            "utf-16be" => Encoding.BigEndianUnicode,
            "utf-32" or "utf32" or "utf-32le" => Encoding.UTF32,
            "utf-32be" => Utf32BigEndian,
            "iso-8859-1" or "iso8859-1" or "iso_8859-1" or "latin1" or "latin-1" or "l1" or "cp1252" => Windows1252,
            "iso-8859-9" or "iso8859-9" or "latin5" => CodePage(1254),
            "iso-8859-11" or "tis-620" => CodePage(874),
            "gb2312" or "gb_2312-80" or "gbk" or "x-gbk" or "cp936" => CodePage(54936),
            "shift_jis" or "shift-jis" or "sjis" or "x-sjis" or "windows-31j" or "cp932" => CodePage(932),
            "euc-kr" or "ks_c_5601-1987" or "ksc5601" or "cp949" or "uhc" => CodePage(949),
            "big5" or "big5-hkscs" or "cp950" => CodePage(950),
            _ => Lookup(clean),
        };
    }

    public static Encoding Utf32BigEndian { get; } = new UTF32Encoding(bigEndian: true, byteOrderMark: false);

    static Encoding CodePage(int number) => CodePagesEncodingProvider.Instance.GetEncoding(number)!;

    static Encoding? Lookup(string name)
    {
        if (name.StartsWith("cp", StringComparison.Ordinal) && int.TryParse(name.AsSpan(2), out var page) && page > 0)
            name = page is >= 1250 and <= 1258 ? $"windows-{page}" : $"ibm{page}";
        return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? BuiltIn(name);
    }

    static Encoding? BuiltIn(string name)
    {
        try
        {
            return Encoding.GetEncoding(name) is { } found and not ASCIIEncoding ? found : null;
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            // The class library has no "try": an unknown name (or UTF-7, which is refused) is said with an exception.
            return null;
        }
    }
}

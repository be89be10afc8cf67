using System.Text.RegularExpressions;

namespace Distributor.Articles.Reading.Texts;

/// <summary>Where a text says which agency it comes from: a line of its own, the end of the last sentence, or a dateline.</summary>
internal static partial class AgencyCredit
{
    private const int MostWords = 5;

    /// <summary>A line that is nothing but a credit; an unknown name counts only after a dash and only as last line.</summary>
    public static string? OfLine(string line, bool isLast)
    {
        var plain = line.Trim().Trim('*', '_').Trim();
        if (DashCredit().Match(plain) is { Success: true } dash)
        {
            var name = dash.Groups["name"].Value;
            return Agencies.Recognize(name) ?? (isLast && IsShortName(name) ? name.TrimEnd('.') : null);
        }
        if (BracketCredit().Match(plain) is { Success: true } bracket)
        {
            return Agencies.Recognize(bracket.Groups["name"].Value);
        }
        if (SourceCredit().Match(plain) is { Success: true } source)
        {
            var name = source.Groups["name"].Value;
            return Agencies.Recognize(name) ?? (isLast && IsShortName(name) ? name.TrimEnd('.') : null);
        }
        return isLast ? Agencies.Recognize(plain) : null;
    }

    /// <summary>A known agency behind the last sentence: <c>… on Friday. (Reuters)</c>. Null when there is none.</summary>
    public static (string Agency, string Remainder)? AtEndOf(string paragraph)
    {
        var match = TrailingCredit().Match(paragraph);
        return match.Success && Agencies.Recognize(match.Groups["name"].Value) is { } agency
            ? (agency, paragraph[..match.Index].TrimEnd())
            : null;
    }

    /// <summary>A known agency in the dateline: <c>ROME (ANSA) – …</c>. The dateline stays where it is.</summary>
    public static string? OfDateline(string paragraph) =>
        Dateline().Match(paragraph) is { Success: true } match ? Agencies.Recognize(match.Groups["name"].Value) : null;

    /// <summary>A name, not a sentence: few words, no full stop, no digits.</summary>
    private static bool IsShortName(string name) =>
        name.Length is > 1 and <= 40
        && name.Split(' ').Length <= MostWords
        && char.IsLetter(name[0])
        && !char.IsLower(name[0])
        && name[^1] is not ('.' or '!' or '?' or ',' or ':' or ';' or '"' or '”' or '’')
        && !name.Any(char.IsDigit);

    [GeneratedRegex(@"^(?:[–—―‒−]|-{1,3})\s*(?<name>[^\s\d–—-][^–—]{1,60})$", RegexOptions.CultureInvariant)]
    private static partial Regex DashCredit();

    [GeneratedRegex(@"^[\(\[](?:Source:|Credit:)?\s*(?<name>[^()\[\]]{2,60})[\)\]]\.?$", RegexOptions.CultureInvariant)]
    private static partial Regex BracketCredit();

    [GeneratedRegex(
        @"^(?:source|credit|agency|quelle|fuente|fonte)s?\s*[:\-–—]\s*(?<name>[^:]{2,60})$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex SourceCredit();

    [GeneratedRegex(
        @"(?:(?<=[.!?…”""’'\)])\s*[–—―-]\s*(?<name>[^()\[\]–—.]{2,40})|\s*[\(\[](?<name>[^()\[\]]{2,40})[\)\]])\.?\s*$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex TrailingCredit();

    [GeneratedRegex(
        @"^[\p{L} ,.'’/]{0,50}(?:,\s*\d{1,2}\s+\p{L}+\s*)?[\(\[](?<name>[^()\[\]]{2,40})[\)\]]\s*[-–—:]",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Dateline();
}

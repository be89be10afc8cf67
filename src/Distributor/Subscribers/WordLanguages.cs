namespace Distributor.Subscribers;

/// <summary>The languages our own words exist in; articles keep theirs.</summary>
public static class WordLanguages
{
    /// <summary>BCP 47 primary tags, sorted.</summary>
    public static IReadOnlyList<string> All { get; } = ["ar", "en", "es", "ru"];

    /// <summary>The language for a tag: <c>es-MX</c> is <c>es</c>; null for one our words do not exist in.</summary>
    public static string? Find(string tag)
    {
        var primary = tag.Trim().Split('-', '_')[0];
        return All.FirstOrDefault(language => language.Equals(primary, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Looks like a language tag at all (RFC 5646 section 2.1): letters first, then parts of 1 to 8.</summary>
    public static bool IsTag(string tag)
    {
        var parts = tag.Trim().Split('-', '_');
        return parts[0].Length is >= 2 and <= 8
            && parts[0].All(char.IsAsciiLetter)
            && parts.Skip(1).All(part => part.Length is >= 1 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
    }
}

using System.Text.RegularExpressions;

namespace Distributor.Channels.Email;

/// <summary>Keeps what others wrote (titles, names) from becoming more than the one header it belongs in.</summary>
static partial class HeaderText
{
    const int MaxFeedbackField = 64;

    /// <summary>
    /// One line without control characters: each run of them and of blanks becomes one space. Unicode's own line and
    /// paragraph separators count, since some readers break lines at them. What looks like an encoded word (RFC 2047)
    /// gets an invisible space, or readers would decode what was never encoded.
    /// </summary>
    public static string OneLine(string? value) =>
        Unprintable().Replace(value ?? "", " ").Trim().Replace("=?", "=\u200B?", StringComparison.Ordinal);

    /// <summary>The form of RFC 5646, not whether the tag is registered.</summary>
    public static bool IsLanguageTag(string value) => LanguageTag().IsMatch(value);

    /// <summary>One label of a domain (RFC 1035 section 2.3.1).</summary>
    public static bool IsDomainLabel(string value) => DomainLabel().IsMatch(value);

    /// <summary>A field of Feedback-ID: the colon separates fields, so it and all that is not plain becomes a hyphen; at most 64 characters.</summary>
    public static string FeedbackField(string value)
    {
        var plain = NotPlain().Replace(value, "-");
        return plain.Length <= MaxFeedbackField ? plain : plain[..MaxFeedbackField];
    }

    [GeneratedRegex(@"[\p{Cc}\u2028\u2029\s]+")]
    private static partial Regex Unprintable();

    [GeneratedRegex(@"\A[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,8}\z")]
    private static partial Regex LanguageTag();

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex DomainLabel();

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex NotPlain();
}

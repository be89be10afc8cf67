using System.Globalization;

namespace Distributor.Subscribers;

/// <summary>An address shown so that its owner knows it and whom the mail was forwarded to learns little.</summary>
public static class MaskedEmail
{
    /// <summary><c>ada@example.org</c> is <c>a…@example.org</c>; the first letter is a whole one, whatever its script.</summary>
    public static string Of(string email) =>
        StringInfo.GetNextTextElement(email) + "…" + email[email.LastIndexOf('@')..];
}

namespace Distributor.Api;

/// <summary>A filter in the query that is one of some words: <c>?state=failed</c>. Numbers and lists, which enums would take too, are none.</summary>
internal static class QueryWord
{
    /// <param name="found">Null when the filter is not set.</param>
    /// <returns>False when it is set to something else.</returns>
    public static bool TryRead<T>(string? text, out T? found)
        where T : struct, Enum
    {
        found = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }
        if (text.All(char.IsAsciiLetter) && Enum.TryParse<T>(text, ignoreCase: true, out var value))
        {
            found = value;
            return true;
        }
        return false;
    }

    /// <summary><c>alert, digest or notice</c>.</summary>
    public static string Choice<T>()
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(name => name.ToLowerInvariant()).ToList();
        return string.Join(", ", names.SkipLast(1)) + " or " + names[^1];
    }
}

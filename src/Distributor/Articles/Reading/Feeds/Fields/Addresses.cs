namespace Distributor.Articles.Reading.Feeds.Fields;

/// <summary>Turns what a feed wrote as an address into an absolute one, or refuses it.</summary>
static class Addresses
{
    /// <summary>Longer ones exist only as data: images and mistakes.</summary>
    const int MaxLength = 4_000;

    /// <summary>
    /// Absolute http or https address, or null: for javascript:, data:, mailto:, file: and everything else that is no page,
    /// for nonsense, and for a relative one when there is no base.
    /// </summary>
    public static Uri? Resolve(string? written, Uri? baseUri)
    {
        var address = WithoutSpace(written);
        if (address.Length is 0 or > MaxLength)
            return null;
        // Uri takes "/path" for a file of this machine, so only what names its scheme may be read as absolute.
        if (HasScheme(address))
            return Uri.TryCreate(address, UriKind.Absolute, out var absolute) && IsWeb(absolute) ? absolute : null;
        if (baseUri is null && address.StartsWith("//", StringComparison.Ordinal))
            return Resolve($"https:{address}", null);
        return baseUri is not null && Uri.TryCreate(baseUri, address, out var resolved) && IsWeb(resolved)
            ? resolved
            : null;
    }

    public static bool IsWeb(Uri uri) => uri.IsAbsoluteUri && uri.Scheme is "http" or "https" && uri.Host.Length > 0;

    /// <summary>Feeds break long addresses over lines; the URL standard drops line ends and tabs too.</summary>
    static string WithoutSpace(string? written) =>
        string.Concat((written ?? "").Trim().Split(['\r', '\n', '\t'], StringSplitOptions.TrimEntries));

    /// <summary>RFC 3986, section 3.1.</summary>
    static bool HasScheme(string address)
    {
        var colon = address.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            && char.IsAsciiLetter(address[0])
            && address.AsSpan(0, colon).IndexOfAnyExcept(SchemeCharacters) < 0;
    }

    static readonly System.Buffers.SearchValues<char> SchemeCharacters = System.Buffers.SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-."
    );
}

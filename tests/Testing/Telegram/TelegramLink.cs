using System.Globalization;
using System.Net;
using System.Text;

namespace Distributor.Testing.Telegram;

/// <summary>Addresses as the server accepts and rewrites them. What it does not accept is silently no link.</summary>
static class TelegramLink
{
    /// <summary>The user of <c>tg://user?id=N</c>, or null.</summary>
    public static long? UserId(string address)
    {
        var lower = TelegramHtmlParser.ToLower(address);
        foreach (var prefix in (string[])["tg://user?id=", "tg:user?id="])
        {
            if (
                lower.StartsWith(prefix, StringComparison.Ordinal)
                && long.TryParse(
                    lower.AsSpan(prefix.Length),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var id
                )
                && id > 0
            )
            {
                return id;
            }
        }

        return null;
    }

    /// <summary>The address as a client would open it, or null when it is no address to the server.</summary>
    public static string? Normalize(string address)
    {
        var lower = TelegramHtmlParser.ToLower(address);
        foreach (var scheme in (string[])["tg", "ton", "tonsite"])
        {
            if (lower.StartsWith(scheme + ":", StringComparison.Ordinal))
            {
                return Special(scheme, address[(scheme.Length + 1)..]);
            }
        }

        return Web(address) is { } url && (url.Host.Contains('.', StringComparison.Ordinal) || url.IsIpV6)
            ? url.ToString()
            : null;
    }

    static string? Special(string scheme, string rest)
    {
        if (rest.StartsWith("//", StringComparison.Ordinal))
        {
            rest = rest[2..];
        }

        if (Web(rest) is not { Scheme: "http", UserInfo: "", Port: 0, IsIpV6: false } url || HasWebScheme(rest))
        {
            return null;
        }

        var isSite = scheme == "tonsite";
        var goodHost = url.Host.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' || (isSite && c == '.'));
        var query = url.Query.StartsWith("/?", StringComparison.Ordinal) ? url.Query[1..] : url.Query;
        return goodHost ? $"{scheme}://{url.Host}{query}" : null;
    }

    static bool HasWebScheme(string address) => address.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    static WebAddress? Web(string address)
    {
        var scheme = "http";
        var separator = address.IndexOf("://", StringComparison.Ordinal);

        // Only the first colon can end a scheme: "a:b://c" has none.
        if (separator >= 0 && address.IndexOf(':', StringComparison.Ordinal) == separator)
        {
            scheme = TelegramHtmlParser.ToLower(address[..separator]);
            if (scheme is not ("http" or "https"))
            {
                return null;
            }

            address = address[(separator + 3)..];
        }

        var end = address.IndexOfAny(['/', '?', '#']);
        var authority = end < 0 ? address : address[..end];
        var colon = authority.LastIndexOfAny([':', ']', '@']);
        var port = 0;
        if (colon > 0 && authority[colon] == ':')
        {
            var digits = authority.AsSpan(colon + 1);
            if (
                !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is 0 or > 65535
            )
            {
                return null;
            }

            authority = authority[..colon];
        }

        var at = authority.LastIndexOf('@');
        var userInfo = at < 0 ? "" : authority[..at];
        var host = TelegramHtmlParser.ToLower(authority[(at + 1)..]);
        var isIpV6 = host is ['[', .., ']'] && IPAddress.TryParse(host[1..^1], out _);
        var isGood =
            host is not ("" or ".") && (isIpV6 || HasAllowed(host, colon: false)) && HasAllowed(userInfo, colon: true);
        return isGood ? new(scheme, userInfo, host, isIpV6, port, Query(end < 0 ? "" : address[end..])) : null;
    }

    static string Query(string query)
    {
        query = query.TrimEnd(' ', '\t', '\r', '\n', '\v', '\0');
        var result = new StringBuilder(query is ['/', ..] ? "" : "/");
        foreach (var c in query)
        {
            _ = TelegramTagReader.IsSpace(c) ? result.Append("%20") : result.Append(c);
        }

        return result.ToString();
    }

    static bool HasAllowed(string part, bool colon)
    {
        for (var i = 0; i < part.Length; i++)
        {
            var c = part[i];
            if (c == '%')
            {
                if (i + 2 >= part.Length || !char.IsAsciiHexDigit(part[i + 1]) || !char.IsAsciiHexDigit(part[i + 2]))
                {
                    return false;
                }

                i += 2;
            }
            else if (
                char.IsAscii(c)
                && !char.IsAsciiLetterOrDigit(c)
                && !".-_!$,~*'();&+=".Contains(c, StringComparison.Ordinal)
                && !(colon && c == ':')
            )
            {
                return false;
            }
        }

        return true;
    }

    sealed record WebAddress(string Scheme, string UserInfo, string Host, bool IsIpV6, int Port, string Query)
    {
        public override string ToString()
        {
            var user = UserInfo.Length > 0 ? UserInfo + "@" : "";
            var port = Port > 0 ? string.Create(CultureInfo.InvariantCulture, $":{Port}") : "";
            return $"{Scheme}://{user}{Host}{port}{Query}";
        }
    }
}

using System.Buffers;
using System.Text;

namespace Distributor.Testing.Smtp;

/// <summary>The argument of MAIL or RCPT: an address in angle brackets and parameters (RFC 5321 section 4.1.2).</summary>
/// <param name="Address">Without brackets; empty for the null sender.</param>
/// <param name="Parameters">By their names in capitals; null for one without a value.</param>
sealed record SmtpPath(string Address, IReadOnlyDictionary<string, string?> Parameters)
{
    static readonly Dictionary<string, string?> None = [];
    static readonly SearchValues<char> NotInDomain = SearchValues.Create(" <>,;\"()");
    static readonly SearchValues<char> NotInLocal = SearchValues.Create(" <>,;()@");

    public bool IsInternational => !Ascii.IsValid(Address);

    /// <param name="keyword"><c>FROM:</c> or <c>TO:</c>, in any case; no space may follow it.</param>
    /// <param name="argument">Every octet as one character.</param>
    /// <returns>Null when the grammar is broken.</returns>
    public static SmtpPath? Parse(string keyword, string argument)
    {
        if (!argument.StartsWith(keyword + "<", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
        var close = EndOfPath(argument, keyword.Length + 1);
        if (close < 0)
        {
            return null;
        }
        var address = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(argument[(keyword.Length + 1)..close]));
        var rest = argument[(close + 1)..];
        if (address.Length > 0 && !IsAddress(address))
        {
            return null;
        }
        if (rest.Length == 0)
        {
            return new SmtpPath(address, None);
        }
        return rest[0] == ' ' && ReadParameters(rest[1..]) is { } parameters ? new SmtpPath(address, parameters) : null;
    }

    /// <summary>The bracket that closes the path, which is not one inside a quoted local part.</summary>
    static int EndOfPath(string argument, int start)
    {
        var quoted = false;
        for (var i = start; i < argument.Length; i++)
        {
            switch (argument[i])
            {
                case '\\' when quoted:
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '>' when !quoted:
                    return i;
            }
        }
        return -1;
    }

    /// <summary>Local part of at most 64 octets, domain of at most 255, and no space outside of quotes.</summary>
    static bool IsAddress(string address)
    {
        var at = address.LastIndexOf('@');
        var local = at < 0 ? "" : address[..at];
        var domain = address[(at + 1)..];
        return local.Length > 0
            && domain.Length > 0
            && Encoding.UTF8.GetByteCount(local) <= 64
            && Encoding.UTF8.GetByteCount(domain) <= 255
            && !domain.AsSpan().ContainsAny(NotInDomain)
            && (local[0] == '"' || !local.AsSpan().ContainsAny(NotInLocal))
            && !address.Any(char.IsControl);
    }

    static Dictionary<string, string?>? ReadParameters(string text)
    {
        var parameters = new Dictionary<string, string?>();
        foreach (var word in text.Split(' '))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            var name = (equals < 0 ? word : word[..equals]).ToUpperInvariant();
            var value = equals < 0 ? null : word[(equals + 1)..];
            if (name.Length == 0 || value is "" || !parameters.TryAdd(name, value))
            {
                return null;
            }
        }
        return parameters;
    }
}

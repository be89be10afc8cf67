using System.Text;

namespace Distributor.Testing.Smtp;

/// <summary>The exchange behind AUTH (RFC 4954): PLAIN with or without an initial response, and LOGIN.</summary>
static class SmtpAuthentication
{
    static readonly SmtpReply Unreadable = new(501, "5.5.2", "Cannot decode response");
    static readonly SmtpReply Cancelled = new(501, "5.7.0", "Authentication cancelled");
    static readonly SmtpReply Wrong = new(535, "5.7.8", "Authentication credentials invalid");

    /// <param name="ask">Sends a 334 with this text and returns the client's line; null at the end of the connection.</param>
    /// <returns>The answer, and the user when the password was right; no answer when the connection ended.</returns>
    public static async Task<(SmtpReply? Answer, string? User)> RunAsync(
        SmtpServerOptions options,
        string argument,
        Func<string, ValueTask<string?>> ask
    )
    {
        var words = argument.Split(' ');
        var mechanism = words[0].ToUpperInvariant();
        if (words.Length > 2 || !options.Extensions.Auth.Contains(mechanism))
        {
            return (new SmtpReply(504, "5.5.4", "Unrecognized authentication type"), null);
        }
        var initial = words.Length == 2 ? words[1] : null;
        return mechanism == "PLAIN" ? await PlainAsync(options, initial, ask) : await LoginAsync(options, initial, ask);
    }

    static async Task<(SmtpReply?, string?)> PlainAsync(
        SmtpServerOptions options,
        string? initial,
        Func<string, ValueTask<string?>> ask
    )
    {
        var response = initial ?? await ask("");
        if (response is null or "*")
        {
            return (response is null ? null : Cancelled, null);
        }
        var parts = Decode(response)?.Split('\0');
        return parts is [_, var user, var password] ? Judge(options, user, password) : (Unreadable, null);
    }

    static async Task<(SmtpReply?, string?)> LoginAsync(
        SmtpServerOptions options,
        string? initial,
        Func<string, ValueTask<string?>> ask
    )
    {
        var user = initial ?? await ask(Encode("Username:"));
        if (user is null or "*")
        {
            return (user is null ? null : Cancelled, null);
        }
        var password = await ask(Encode("Password:"));
        if (password is null or "*")
        {
            return (password is null ? null : Cancelled, null);
        }
        return Decode(user) is { } name && Decode(password) is { } word
            ? Judge(options, name, word)
            : (Unreadable, null);
    }

    static (SmtpReply, string?) Judge(SmtpServerOptions options, string user, string password) =>
        user == options.User && password == options.Password
            ? (new SmtpReply(235, "2.7.0", "Authentication successful"), user)
            : (Wrong, null);

    static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    static string? Decode(string text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var count)
            ? Encoding.UTF8.GetString(octets, 0, count)
            : null;
    }
}

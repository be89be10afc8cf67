namespace Distributor.Dashboard.Overview;

/// <summary>Lanes in words: <c>email:google</c> is "Mail to Google".</summary>
public static class LaneNames
{
    public static string Of(string key) =>
        key switch
        {
            "telegram" => "Telegram",
            "email" => "E-mail",
            "email:other" => "Mail to all other receivers",
            "email:gmx" => "Mail to GMX and Web.de",
            "email:mailru" => "Mail to Mail.ru",
            _ when key.StartsWith("email:", StringComparison.Ordinal) => "Mail to "
                + char.ToUpperInvariant(key[6])
                + key[7..],
            _ => key,
        };
}

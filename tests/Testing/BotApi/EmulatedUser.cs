namespace Distributor.Testing.BotApi;

/// <summary>Somebody who uses Telegram; of a private chat the id is the chat's id too.</summary>
public sealed record EmulatedUser(long Id, string FirstName)
{
    public string? LastName { get; init; }

    /// <summary>Without the at sign.</summary>
    public string? Username { get; init; }

    /// <summary>IETF language tag of the app.</summary>
    public string? LanguageCode { get; init; }

    public bool IsBot { get; init; }
}

namespace Distributor.Testing.BotApi;

/// <summary>How strict and how large the emulated server is. The defaults are those of the real one where they are known.</summary>
public sealed record BotApiRules
{
    public const string DefaultToken = "123456789:AAEmulatedTokenForTests";

    /// <summary><c>digits:secret</c>; the digits are the id of the bot. Everything else is answered with 401.</summary>
    public string Token { get; init; } = DefaultToken;

    /// <summary>Without the at sign.</summary>
    public string BotUsername { get; init; } = "emulated_bot";

    public RateRules Rates { get; init; } = new();

    /// <summary>
    /// False: every positive chat id is a person who has started the bot. True: only chats a test has named are known,
    /// the rest is <c>chat not found</c>.
    /// </summary>
    public bool OnlyKnownChats { get; init; }

    /// <summary>True as with <c>--local</c>: a webhook may be plain HTTP on any port. Without: HTTPS on 443, 80, 88 or 8443.</summary>
    public bool IsLocalServer { get; init; } = true;

    /// <summary>True: a bot that is no administrator of a group hears only commands, replies to it and service messages.</summary>
    public bool GroupPrivacy { get; init; } = true;
}

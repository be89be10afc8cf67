namespace Distributor.Testing.BotApi;

/// <summary>What the flood limits did so far.</summary>
/// <param name="Refusals">Requests that met a full bucket and started a ban.</param>
/// <param name="RequestsInsideABan">Requests that came although a ban was running. A good client makes none.</param>
/// <param name="RequestsUnheeding">Of these, the ones later than <see cref="RateRules.TimeToHear"/> after the ban was told.</param>
/// <param name="Stars">What is left of the balance.</param>
/// <param name="InBotWindow">Messages that count for the limit of the bot right now.</param>
/// <param name="BotBanLeft">How long the whole bot is still closed; zero when open.</param>
public sealed record RateCounters(
    int Refusals,
    int RequestsInsideABan,
    int RequestsUnheeding,
    decimal Stars,
    int InBotWindow,
    TimeSpan BotBanLeft
);

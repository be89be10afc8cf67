namespace Distributor.Testing.BotApi;

/// <summary>
/// The numbers of the flood limits. Telegram does not publish its own; these follow the Bot FAQ (a message a second in
/// one chat, about 30 a second to different users, 20 a minute in one group) and are a little stricter at the edges.
/// </summary>
public sealed record RateRules
{
    /// <summary>No limits at all; a 429 comes only from a script.</summary>
    public static RateRules None { get; } = new() { Enabled = false };

    public bool Enabled { get; init; } = true;

    /// <summary>Messages a chat takes at once before <see cref="ChatRefillPerSecond"/> decides.</summary>
    public int ChatBurst { get; init; } = 3;

    public double ChatRefillPerSecond { get; init; } = 1;

    /// <summary>Messages to one group, supergroup or channel in any <see cref="GroupSpan"/>.</summary>
    public int GroupLimit { get; init; } = 20;

    public TimeSpan GroupSpan { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Messages of the bot in any <see cref="BotSpan"/>, not counting chats that wrote within <see cref="WroteLately"/>.</summary>
    public int BotLimit { get; init; } = 30;

    public TimeSpan BotSpan { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan WroteLately { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Messages with <c>allow_paid_broadcast</c> in any <see cref="BotSpan"/>.</summary>
    public int PaidLimit { get; init; } = 1000;

    /// <summary>Stars for one paid message.</summary>
    public decimal PaidStars { get; init; } = 0.1m;

    /// <summary>The balance at the start. A paid message that it does not cover is an ordinary one.</summary>
    public decimal Stars { get; init; } = 10_000m;

    /// <summary>Requests inside one ban that are only refused; each further one doubles what is left of the ban.</summary>
    public int PatienceInABan { get; init; } = 5;

    /// <summary>
    /// Requests so soon after the refusal that began a ban are refused and counted, but do not lengthen it: they were on their way,
    /// or come from a program that could not have heard of it yet.
    /// </summary>
    public TimeSpan TimeToHear { get; init; } = TimeSpan.Zero;

    public TimeSpan LongestBan { get; init; } = TimeSpan.FromSeconds(3600);

    /// <summary>True to count a text of more than <see cref="LongText"/> code points twice in the limit of the bot.</summary>
    public bool LongTextCostsTwo { get; init; }

    public int LongText { get; init; } = 500;
}

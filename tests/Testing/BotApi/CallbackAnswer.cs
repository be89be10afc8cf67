namespace Distributor.Testing.BotApi;

/// <summary>What the bot said to somebody who pressed a button.</summary>
/// <param name="QueryId">As returned by <see cref="ChatPeople.Press(EmulatedChat, int, string, EmulatedUser?)"/>.</param>
/// <param name="IsAlert">Shown as a box instead of a line that passes.</param>
public sealed record CallbackAnswer(string QueryId, string? Text, bool IsAlert, string? Url);

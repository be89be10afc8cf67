namespace Distributor.Testing.Telegram;

/// <summary>What the server makes of a text: the visible text with its entities, or the answer it refuses with.</summary>
/// <param name="Text">The text without tags; empty when refused.</param>
/// <param name="Entities">In the server's order; empty when refused.</param>
/// <param name="Error">The description of the 400 answer (<c>Bad Request: …</c>), or null when the text is good.</param>
public sealed record TelegramParseResult(string Text, IReadOnlyList<TelegramEntity> Entities, string? Error = null)
{
    public bool IsValid => Error is null;

    public static TelegramParseResult Refused(string error) => new("", [], "Bad Request: " + error);
}

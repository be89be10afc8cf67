namespace Distributor.Testing.BotApi;

/// <summary>A button under a message.</summary>
/// <param name="Url">Opens an address; null for the other kinds.</param>
/// <param name="CallbackData">Sent to the bot when pressed; null for the other kinds.</param>
public sealed record EmulatedButton(string Text, string? Url, string? CallbackData);

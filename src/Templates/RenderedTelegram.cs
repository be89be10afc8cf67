namespace Distributor.Templates;

/// <summary>
/// A Telegram message: Bot API HTML within the limits (4,096 code points, 1,024 with a picture) and buttons, two in a
/// row. Send it with the link preview off.
/// </summary>
public sealed record RenderedTelegram(string Html, IReadOnlyList<TelegramButton> Buttons);

/// <summary>A button: either a link, or an action the caller turns into callback data of at most 64 bytes.</summary>
public sealed record TelegramButton(string Text, Uri? Url, ButtonAction? Action);

/// <summary>What a button without a link does.</summary>
public enum ButtonAction
{
    /// <summary>Opens the choice to mute the topic of the alert.</summary>
    MuteTopic,

    /// <summary>Puts the story of the alert aside for the next digest.</summary>
    SaveStory,

    /// <summary>Shows all alerts held in quiet hours.</summary>
    ShowAll,

    /// <summary>Opens the quiet hours.</summary>
    QuietHours,

    /// <summary>Opens topics and times.</summary>
    Preferences,
}

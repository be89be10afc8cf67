using Distributor.Subscribers.Preferences;
using Telegram.Bot.Types;

namespace Distributor.Bot.Talking;

/// <summary>One thing somebody said or pressed, with what answering it needs to know.</summary>
internal sealed record Visit
{
    /// <summary>One for all copies of the visit.</summary>
    private readonly Answer answer = new();

    /// <summary>Where it was said, and where the answer goes.</summary>
    public required Spot Here { get; init; }

    /// <summary>
    /// What it is about: the same place, unless an administrator sets a channel up from a private chat.
    /// </summary>
    public required Spot Subject { get; init; }

    /// <summary>Null for posts of a channel and for anonymous administrators.</summary>
    public required User? From { get; init; }

    /// <summary>The chat itself said it: a post of a channel, or an anonymous administrator of a group.</summary>
    public bool IsChatItself { get; init; }

    /// <summary>What was said; null for a press.</summary>
    public Message? Message { get; init; }

    /// <summary>The message pressed on, which the answer changes; null for something said.</summary>
    public Message? Pressed { get; init; }

    public required BotWords Words { get; init; }

    /// <summary>What the subject has asked for; null while it has no address.</summary>
    public Wishes? Wishes { get; init; }

    /// <summary>The data of the button pressed, as Telegram gave it.</summary>
    public string? Data { get; init; }

    /// <summary>What the press is answered with: a line that passes, or a box.</summary>
    public Toast? Toast
    {
        get => answer.Toast;
        set => answer.Toast = value;
    }

    public bool IsRemote => Here.ChatId != Subject.ChatId;

    public BotLines Lines() => new(Words);

    /// <summary>A button whose press is about this visit's subject.</summary>
    public BotButton Button(string text, string action) =>
        new(text, IsRemote ? RemoteAction.Of(Subject.ChatId, action) : action);
}

internal sealed class Answer
{
    public Toast? Toast { get; set; }
}

/// <param name="IsAlert">A box that has to be closed.</param>
internal sealed record Toast(string Text, bool IsAlert = false);

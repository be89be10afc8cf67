using MimeKit;

namespace Distributor.Demo;

/// <summary>A mail of the outbox, decoded.</summary>
/// <param name="Bytes">Size of the file.</param>
public sealed record DemoMail(
    string File,
    string Subject,
    string From,
    string To,
    DateTimeOffset Date,
    IReadOnlyList<DemoHeader> Headers,
    string Html,
    string Text,
    int Bytes
)
{
    private static readonly HashSet<string> Told = new(StringComparer.OrdinalIgnoreCase)
    {
        "Reply-To",
        "Message-ID",
        "List-Id",
        "List-Unsubscribe",
        "List-Unsubscribe-Post",
        "Precedence",
        "Auto-Submitted",
        "Feedback-ID",
        "Content-Language",
        "Content-Type",
    };

    /// <summary>Headers that say something about how the mail behaves; the rest is in the source.</summary>
    public static bool IsTold(Header header) => Told.Contains(header.Field);

    /// <summary>The page behind List-Unsubscribe (RFC 2369, an address in angle brackets); null without one.</summary>
    public string? UnsubscribeLink =>
        Headers
            .FirstOrDefault(header => header.Name.Equals("List-Unsubscribe", StringComparison.OrdinalIgnoreCase))
            ?.Value.Split(',')
            .Select(part => part.Trim(' ', '<', '>'))
            .FirstOrDefault(part => part.StartsWith("http", StringComparison.OrdinalIgnoreCase));
}

public sealed record DemoHeader(string Name, string Value);

/// <summary>A Bot API call of the outbox.</summary>
/// <param name="Chat">As addresses spell it: the chat's id, or <c>chat/thread</c>.</param>
/// <param name="Html">In Telegram's own small HTML.</param>
public sealed record DemoCall(
    string File,
    string Chat,
    string Html,
    string? Photo,
    IReadOnlyList<IReadOnlyList<DemoButton>> Keyboard,
    DateTimeOffset At
);

/// <param name="Url">Null for a button that calls the bot back.</param>
public sealed record DemoButton(string Text, string? Url);

using NodaTime;

namespace Distributor.Templates;

/// <summary>The one Telegram message that stands for the alerts held back in quiet hours, or in an hour that had too many.</summary>
public sealed record QuietSummaryView
{
    public required string Language { get; init; }

    /// <summary>False when not quiet hours but the cap on alerts held them back.</summary>
    public bool Quiet { get; init; } = true;

    /// <summary>Quiet hours, or that hour, in local time.</summary>
    public required LocalTime From { get; init; }

    public required LocalTime Until { get; init; }

    /// <summary>The alerts to show; they are grouped by topic, topics by their oldest alert, oldest first.</summary>
    public required IReadOnlyList<HeldAlert> Shown { get; init; }

    /// <summary>How many were held in all, at least as many as are shown.</summary>
    public required int Held { get; init; }

    /// <summary>When the next digest comes; null when this chat has none.</summary>
    public LocalTime? DigestAt { get; init; }
}

/// <summary>One held alert, its time in the chat's zone.</summary>
public sealed record HeldAlert(string Topic, string Title, Uri? Url, LocalDateTime At);

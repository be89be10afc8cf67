using Distributor.Templates.Words;

namespace Distributor.Templates.Telegram;

internal sealed record AlertText
{
    /// <summary>What each line starts with, empty from left to right.</summary>
    public required string Mark { get; init; }
    public required string? Breaking { get; init; }
    public required Run Topic { get; init; }

    /// <summary>Whether the topic stands beside the source: not when the first line has it, nor when it is the source's name.</summary>
    public required bool ShowsTopic { get; init; }
    public required Run Title { get; init; }
    public required Run? Summary { get; init; }
    public required Run Source { get; init; }
    public required IReadOnlyList<Run>? Also { get; init; }
    public required IReadOnlyList<Run>? Correction { get; init; }

    /// <summary>Only in the text that says so.</summary>
    public string? Withdrawn { get; init; }
}

internal sealed record QuietText
{
    public required string Mark { get; init; }
    public required string Title { get; init; }
    public required string Held { get; init; }
    public required IReadOnlyList<QuietTopic> Topics { get; init; }
    public required string? Tail { get; init; }
}

internal sealed record QuietTopic(Run Name, IReadOnlyList<QuietItem> Items);

internal sealed record QuietItem(string When, Run Title);

internal sealed record DigestText
{
    public required string Mark { get; init; }
    public required Run Name { get; init; }
    public required string Dateline { get; init; }
    public required AlertText Lead { get; init; }
    public required IReadOnlyList<DigestTopic> Topics { get; init; }
    public required string? More { get; init; }
    public required string? MoreUrl { get; init; }
}

internal sealed record DigestTopic(Run Name, IReadOnlyList<DigestLine> Lines);

/// <summary>One story: a bullet, or a tick when it was alerted.</summary>
internal sealed record DigestLine(string Bullet, Run Title, Run Source);

namespace Distributor.Articles.Reading;

/// <summary>What a file or address turned out to be.</summary>
public enum InputKind
{
    Feed,
    Page,
    Text,
}

/// <summary>
/// What was understood of one input, what was left out and why. An unreadable input is a value with
/// <see cref="Error"/> set (one line naming the fault and the cure), never an exception.
/// </summary>
public sealed record ReadResult
{
    public required InputKind Kind { get; init; }

    /// <summary>The feed's or page's own title.</summary>
    public string? Title { get; init; }

    public string? Language { get; init; }

    /// <summary>In the order of the input.</summary>
    public IReadOnlyList<ReadArticle> Articles { get; init; } = [];

    public IReadOnlyList<SkippedItem> Skipped { get; init; } = [];

    public string? Error { get; init; }

    public static ReadResult Unreadable(InputKind kind, string error) => new() { Kind = kind, Error = error };
}

/// <summary>An item of an input that became no article, with a reason an admin can act on.</summary>
public sealed record SkippedItem(string? Title, string Reason);

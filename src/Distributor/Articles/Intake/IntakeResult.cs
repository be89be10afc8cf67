namespace Distributor.Articles.Intake;

/// <summary>What an article became when it was added.</summary>
public enum IntakeStatus
{
    Created,

    /// <summary>Known, with other content: a correction, kept as a new revision.</summary>
    Updated,
    Unchanged,

    /// <summary>Kept so that it is recognised, never sent (first poll of its source).</summary>
    Old,

    /// <summary>Over the flood threshold: waits for <c>sources release</c>.</summary>
    Waiting,
}

/// <param name="Title">As stored, for the line a command prints.</param>
public sealed record IntakeResult(long ArticleId, IntakeStatus Status, string Title);

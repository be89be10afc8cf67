namespace Distributor.Articles.Topics.Editing;

/// <summary>What came of a change of topics.</summary>
/// <param name="Fault">Why not, as a sentence; null when it is done.</param>
/// <param name="Field">What the fault is about: <c>name</c>, <c>alias</c>, <c>into</c>; null: the topic itself.</param>
/// <param name="IsGone">There is no such topic.</param>
public sealed record TopicResult(int? Id, string? Fault = null, string? Field = null, bool IsGone = false)
{
    public static readonly TopicResult Gone = new(null, "There is no such topic.", null, true);

    public bool IsDone => Fault is null;
}

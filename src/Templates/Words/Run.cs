namespace Distributor.Templates.Words;

/// <summary>
/// A piece of a line of text: our own words, or a name from outside, which may be a link and may run against the
/// direction of the line.
/// </summary>
/// <param name="Text">Clean text, not escaped.</param>
internal sealed record Run(string Text)
{
    /// <summary>Set when the text runs against the line: <c>ltr</c> or <c>rtl</c>.</summary>
    public string? Dir { get; init; }

    public string? Url { get; init; }

    /// <summary>The name of the link for those who hear it, when the visible text alone is not unique in the mail.</summary>
    public string? Label { get; init; }

    /// <summary>No longer valid; shown struck through.</summary>
    public bool Struck { get; init; }

    /// <summary>What the reader should not overlook, such as an address; shown bold.</summary>
    public bool Strong { get; init; }

    public static implicit operator Run(string text) => new(text);
}

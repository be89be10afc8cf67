namespace Distributor.Templates;

/// <summary>What is wrong with an edition, for an admin to read.</summary>
public sealed record LintFault(LintRule Rule, string What);

/// <summary>The rule an edition breaks.</summary>
public enum LintRule
{
    /// <summary>Too large for Gmail.</summary>
    Size,

    /// <summary>Subject, character set, active content.</summary>
    Frame,

    /// <summary>A picture without alternative text, width or height.</summary>
    Picture,

    /// <summary>A link that leads nowhere or has no name.</summary>
    Link,

    /// <summary>No place for the reason, the preferences or the way out.</summary>
    Placeholder,

    /// <summary>The plain text differs from the HTML.</summary>
    Text,
}

namespace Distributor.Dashboard.Shell;

/// <summary>How a state feels; always shown as shape and word too, never by colour alone.</summary>
public enum Tone
{
    /// <summary>Over, or of no interest.</summary>
    Quiet,

    /// <summary>Going on now.</summary>
    Busy,
    Good,
    Warning,
    Bad,
}

/// <summary>One filter that is set: what it says, and the address of the list without it.</summary>
public sealed record Chip(string Text, string RemoveHref);

namespace Distributor.Tests.Reconciliation;

/// <summary>How the row of a reader may end.</summary>
internal enum Ending
{
    /// <summary>Accepted, and at the bench once.</summary>
    Once,

    /// <summary>Accepted after an answer that left it open: flagged, and at the bench once or twice.</summary>
    Flagged,

    /// <summary>Accepted; how far the connection came decides whether it left something open.</summary>
    OnceOrFlagged,

    /// <summary>Given up or refused; the address is fine.</summary>
    Failed,

    /// <summary>Accepted or failed, as the channel's own tests say; the address is fine.</summary>
    OnceOrFailed,

    /// <summary>Failed, and the address is out of service.</summary>
    Gone,

    /// <summary>The second answer left it open too.</summary>
    Uncertain,

    /// <summary>Suppressed: it was not to be sent any more.</summary>
    Suppressed,
}

/// <summary>One row of the thousand.</summary>
/// <param name="Address">As imported: an e-mail address, a chat, or a chat with its thread.</param>
/// <param name="Fault">What it meets, in words for a failed assertion.</param>
internal sealed record Reader(string Address, string Fault, Ending Ending)
{
    public bool IsMail => Address.Contains('@', StringComparison.Ordinal);
}

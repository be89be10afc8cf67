namespace Distributor.Delivery;

/// <summary>Section <c>Outbox</c>.</summary>
public sealed class OutboxOptions
{
    public const string Section = "Outbox";

    /// <summary>Allows an unconfigured channel to write to the outbox even after it has sent for real.</summary>
    public bool Enabled { get; set; }
}

using NodaTime;

namespace Distributor.Subscribers.Importing;

public enum ImportState
{
    Running,
    Done,

    /// <summary>Stopped by an admin, or by the end of the process that read it; importing the file again goes on.</summary>
    Stopped,
    Failed,
}

/// <summary>One import of a CSV file from the dashboard: how far it is, and its bad rows.</summary>
public sealed class SubscriberImport
{
    public long Id { get; init; }
    public required string FileName { get; init; }
    public required string StartedBy { get; init; }
    public required Instant StartedAt { get; init; }
    public ImportState State { get; set; }
    public required long Bytes { get; init; }
    public long BytesRead { get; set; }
    public int Created { get; set; }
    public int Updated { get; set; }
    public int Unchanged { get; set; }
    public int Bad { get; set; }

    /// <summary>The first bad rows as JSON: line number and fault of each.</summary>
    public string Faults { get; set; } = "[]";

    /// <summary>Why it ended early.</summary>
    public string? Error { get; set; }

    /// <summary>The last sign of life, for one whose process died.</summary>
    public required Instant SeenAt { get; set; }
    public Instant? FinishedAt { get; set; }
}

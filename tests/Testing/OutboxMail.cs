namespace Distributor.Testing;

/// <summary>One mail of an outbox, decoded.</summary>
public sealed record OutboxMail
{
    public required string FileName { get; init; }

    /// <summary>Run, address and part, from the file name.</summary>
    public required string DeliveryId { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    public required string ToName { get; init; }

    public required string Subject { get; init; }

    public required string Text { get; init; }

    public required string Html { get; init; }

    /// <summary>Without angle brackets.</summary>
    public required string MessageId { get; init; }

    public required DateTimeOffset Date { get; init; }

    /// <summary>Every header of the message by its name, whatever its case; a name that is not there has no values.</summary>
    public required ILookup<string, string> Headers { get; init; }
}

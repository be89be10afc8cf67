using NodaTime;

namespace Distributor.Subscribers.Bulk;

/// <summary>One change to many addresses at once, with what is needed to undo it.</summary>
public sealed class BulkChange
{
    public long Id { get; init; }

    /// <summary><c>pause</c>, <c>resume</c>, <c>unsubscribe</c>, <c>add-topic</c>, <c>remove-topic</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What belongs to the action, such as the id of the topic.</summary>
    public string? Argument { get; init; }
    public required string By { get; init; }
    public required Instant At { get; init; }

    /// <summary>How many addresses changed.</summary>
    public int Changed { get; set; }
    public Instant? UndoneAt { get; set; }
}

/// <summary>What one address was before a bulk change.</summary>
public sealed class BulkChangeRow
{
    public required long ChangeId { get; init; }
    public required long AddressId { get; init; }

    /// <summary>As JSON: state, its reason, and the subscriptions that were taken away or added.</summary>
    public required string Before { get; init; }

    /// <summary>The address's consent number after the change; another one now means that somebody changed it since.</summary>
    public required int Consent { get; init; }
}

using NodaTime;

namespace Distributor.Storage;

/// <summary>Who changed what, from what to what; every change by people, command line and API leaves one.</summary>
public sealed class AuditEntry
{
    public long Id { get; init; }
    public required Instant At { get; init; }

    /// <summary><c>cli:USER</c>, <c>api:KEYNAME</c>, <c>admin:NAME</c>, <c>reader</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>Verb and thing: <c>source.add</c>, <c>sending.stop</c>, <c>subscribers.import</c>.</summary>
    public required string Action { get; init; }
    public string? Subject { get; init; }
    public string? Before { get; init; }
    public string? After { get; init; }
}

/// <summary>A lease row for something that one instance does at a time.</summary>
public sealed class LockRow
{
    public required string Name { get; init; }
    public required string Owner { get; init; }

    /// <summary>In the database's clock.</summary>
    public required Instant ExpiresAt { get; init; }
}

/// <summary>A value every instance must agree on: the stop switch, the version of the time zone data.</summary>
public sealed class SettingRow
{
    public required string Name { get; init; }
    public required string Value { get; set; }
    public required Instant ChangedAt { get; set; }
    public required string ChangedBy { get; set; }
}

/// <summary>Random keys made at the first start: for signed links, and for what remains of deleted addresses. Never rotated silently.</summary>
public sealed class SecretRow
{
    public required string Name { get; init; }
    public required byte[] Value { get; init; }
    public required Instant CreatedAt { get; init; }
}

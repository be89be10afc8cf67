using Distributor.Chaos.Books;

namespace Distributor.Chaos;

/// <summary>An instance was killed, or PostgreSQL was away.</summary>
/// <param name="Sending">The rows without a recorded outcome just after it, with their attempts; those of the living too.</param>
public sealed record Disaster(DateTimeOffset At, IReadOnlyDictionary<RowKey, short> Sending);

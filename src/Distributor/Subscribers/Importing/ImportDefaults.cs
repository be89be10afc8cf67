using NodaTime;

namespace Distributor.Subscribers.Importing;

/// <summary>What new readers get where their row says nothing, and the moment the batch is imported at.</summary>
/// <param name="Sequence">The newest article's number: a first digest brings what comes after it.</param>
internal sealed record ImportDefaults(
    string Language,
    string TimeZone,
    LocalTime DigestTime,
    long Sequence,
    Instant Now
);

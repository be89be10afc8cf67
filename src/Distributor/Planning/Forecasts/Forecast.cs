using Distributor.Subscribers;
using NodaTime;

namespace Distributor.Planning.Forecasts;

/// <summary>Readers of one topic with one cadence, counted up to <see cref="AlertForecast.Cap"/> and one more.</summary>
/// <param name="Topic">A name, or <c>*</c> for those who follow everything.</param>
public sealed record TopicReaders(string Topic, Cadence Cadence, int Readers);

/// <summary>A digest that will tell it.</summary>
/// <param name="Readers">Counted up to <see cref="AlertForecast.Cap"/> and one more.</param>
/// <param name="First">When the first of those looked at gets it.</param>
/// <param name="Last">When the last of them does.</param>
public sealed record DigestForecast(Cadence Cadence, int Readers, Instant? First, Instant? Last);

/// <summary>
/// Who will get an article, computed without writing anything. All counts go up to <see cref="AlertForecast.Cap"/> and one more, which
/// stands for "more".
/// </summary>
/// <param name="AlertsPlanned">The alert was planned already: it says who would get it if it were planned now.</param>
/// <param name="Alerts">Active addresses that are alerted, muted ones left out.</param>
/// <param name="Quiet">Addresses in their quiet hours, of the first <see cref="AlertForecast.Looked"/>: told when those end.</param>
/// <param name="Paused">Addresses that follow it and are paused, of the first <see cref="AlertForecast.Looked"/>: not told.</param>
/// <param name="Muted">Addresses that muted all its topics they follow: not told.</param>
public sealed record Forecast(
    bool AlertsPlanned,
    IReadOnlyList<TopicReaders> ByTopic,
    int Alerts,
    int Quiet,
    int Paused,
    int Muted,
    IReadOnlyList<DigestForecast> Digests
);

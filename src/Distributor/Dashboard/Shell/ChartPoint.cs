using NodaTime;

namespace Distributor.Dashboard.Shell;

/// <param name="Values">One for each line; null: not known.</param>
public sealed record ChartPoint(Instant At, IReadOnlyList<double?> Values);

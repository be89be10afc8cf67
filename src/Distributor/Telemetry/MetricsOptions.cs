namespace Distributor.Telemetry;

/// <summary>Settings of section <c>Metrics</c>.</summary>
public sealed class MetricsOptions
{
    public const string Section = "Metrics";

    /// <summary>Whether <c>/metrics</c> answers; nothing is measured otherwise.</summary>
    public bool Enabled { get; set; } = true;
}

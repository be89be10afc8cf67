using System.Text.Json;
using System.Text.Json.Serialization;

namespace Distributor.Benchmarks.Measuring;

/// <summary>
/// One thing measured: a line of JSON on stdout, and a row of docs/performance.md. What does not apply is null and left out.
/// Rates are per second, times in milliseconds, memory in megabytes of 1,000,000 bytes.
/// </summary>
public sealed record ResultLine
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The command: <c>plan</c>, <c>ledger</c>, <c>email</c> …</summary>
    public required string Scenario { get; init; }

    /// <summary>Which of its figures, in words a reader of the table understands.</summary>
    public required string Variant { get; init; }

    /// <summary>Recipients, readers or rows it was done with.</summary>
    public long? Size { get; init; }

    public double? Seconds { get; init; }

    public double? PerSecond { get; init; }

    public double? P50 { get; init; }

    public double? P95 { get; init; }

    public double? P99 { get; init; }

    public double? CpuSeconds { get; init; }

    public double? PeakMegabytes { get; init; }

    /// <summary>Bytes allocated for each recipient.</summary>
    public double? AllocatedEach { get; init; }

    /// <summary>What it is compared with, measured in the same run: <c>smtp-source, 4 connections</c>.</summary>
    public string? Reference { get; init; }

    /// <summary>The reference's own rate.</summary>
    public double? ReferencePerSecond { get; init; }

    /// <summary>Ours by the reference's; the median of the pairs of one run.</summary>
    public double? Ratio { get; init; }

    /// <summary>In words: <c>≥ 0.8 × reference</c>.</summary>
    public string? Goal { get; init; }

    public bool? GoalMet { get; init; }

    /// <summary>Whatever else the reader must know.</summary>
    public string? Note { get; init; }

    /// <summary>With what the work cost, for so many recipients.</summary>
    public ResultLine Of(Measurement measured, long recipients) =>
        this with
        {
            Size = recipients,
            Seconds = Math.Round(measured.Elapsed.TotalSeconds, 2),
            PerSecond = Math.Round(recipients / measured.Elapsed.TotalSeconds, 1),
            CpuSeconds = Math.Round(measured.Processor.TotalSeconds, 2),
            PeakMegabytes = Math.Round(measured.PeakResident / 1e6, 1),
            AllocatedEach = Math.Round((double)measured.Allocated / recipients),
        };

    /// <summary>With percentiles of times in milliseconds; the list is sorted here.</summary>
    public ResultLine With(List<double> milliseconds)
    {
        milliseconds.Sort();
        return this with { P50 = At(milliseconds, 0.50), P95 = At(milliseconds, 0.95), P99 = At(milliseconds, 0.99) };
    }

    public void Write() => Console.WriteLine(JsonSerializer.Serialize(this, Json));

    public static ResultLine? Parse(string line) => JsonSerializer.Deserialize<ResultLine>(line, Json);

    /// <summary>The middle of some ratios.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return Math.Round(
            sorted.Count % 2 == 1
                ? sorted[sorted.Count / 2]
                : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2,
            3
        );
    }

    private static double At(List<double> sorted, double share) =>
        sorted.Count == 0
            ? 0
            : Math.Round(sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)], 1);
}

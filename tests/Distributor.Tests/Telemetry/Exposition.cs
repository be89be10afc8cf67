using System.Globalization;
using System.Text.RegularExpressions;

namespace Distributor.Tests.Telemetry;

/// <summary>One line of what Prometheus reads.</summary>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>The answer of <c>/metrics</c>, in Prometheus's text format.</summary>
internal sealed partial class Exposition(string text)
{
    public IReadOnlyList<Sample> Samples { get; } =
    [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Read)];

    public IEnumerable<Sample> Ours =>
        Samples.Where(sample => sample.Name.StartsWith("distributor_", StringComparison.Ordinal));

    /// <summary>The sum of all series of a name that have these labels.</summary>
    public double Sum(string name, params (string Name, string Value)[] labels) =>
        Samples
            .Where(sample => sample.Name == name && labels.All(l => sample.Labels.GetValueOrDefault(l.Name) == l.Value))
            .Sum(sample => sample.Value);

    private static Sample Read(string line)
    {
        var parts = Line().Match(line);
        return new Sample(
            parts.Groups["name"].Value,
            Label().Matches(parts.Groups["labels"].Value).ToDictionary(l => l.Groups[1].Value, l => l.Groups[2].Value),
            double.Parse(parts.Groups["value"].Value, CultureInfo.InvariantCulture)
        );
    }

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][\w:]*)(\{(?<labels>.*)\})? (?<value>\S+)")]
    private static partial Regex Line();

    [GeneratedRegex(@"(\w+)=""((?:[^""\\]|\\.)*)""")]
    private static partial Regex Label();
}

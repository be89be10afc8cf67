using System.Text.Json;

namespace Distributor.Testing.Plans;

/// <summary>Reads what <c>EXPLAIN (FORMAT JSON)</c> says.</summary>
public static class ExplainedPlan
{
    /// <summary>Parts of the ledger that are read from end to end by a node or one below it.</summary>
    public static IEnumerable<string> Scanned(JsonElement node)
    {
        if (
            node.GetProperty("Node Type").GetString()!.Contains("Seq Scan", StringComparison.Ordinal)
            && node.GetProperty("Relation Name").GetString() is { } table
            && table.StartsWith("deliveries", StringComparison.Ordinal)
        )
        {
            yield return table;
        }
        if (node.TryGetProperty("Plans", out var below))
        {
            foreach (var deeper in below.EnumerateArray().SelectMany(Scanned))
            {
                yield return deeper;
            }
        }
    }
}

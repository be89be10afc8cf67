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

    /// <summary>
    /// Rows of the ledger that were read and thrown away by a node or one below it; only <c>EXPLAIN ANALYZE</c> knows. An index that is
    /// read from end to end is no sequential scan, and as slow.
    /// </summary>
    public static long Discarded(JsonElement node)
    {
        var discarded = 0L;
        if (
            node.TryGetProperty("Rows Removed by Filter", out var removed)
            && node.TryGetProperty("Relation Name", out var table)
            && table.GetString()!.StartsWith("deliveries", StringComparison.Ordinal)
        )
        {
            discarded = removed.GetInt64() * (long)node.GetProperty("Actual Loops").GetDouble();
        }
        return node.TryGetProperty("Plans", out var below)
            ? discarded + below.EnumerateArray().Sum(Discarded)
            : discarded;
    }

    /// <summary>
    /// Rows of the ledger that were looked at by a node or one below it, kept or thrown away; only <c>EXPLAIN ANALYZE</c> knows.
    /// </summary>
    public static double Read(JsonElement node)
    {
        var below = node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().Sum(Read) : 0;
        if (
            !node.TryGetProperty("Relation Name", out var table)
            || !table.GetString()!.StartsWith("deliveries", StringComparison.Ordinal)
            || node.GetProperty("Node Type").GetString() == "ModifyTable"
        )
        {
            return below;
        }
        var removed = node.TryGetProperty("Rows Removed by Filter", out var filtered) ? filtered.GetDouble() : 0;
        return below
            + ((node.GetProperty("Actual Rows").GetDouble() + removed) * node.GetProperty("Actual Loops").GetDouble());
    }
}

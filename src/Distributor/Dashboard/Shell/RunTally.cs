using System.Globalization;
using Distributor.Delivery;

namespace Distributor.Dashboard.Shell;

/// <summary>The rows of a run by state as shares of a bar 1,000 wide, and in words that add up.</summary>
public sealed class RunTally(RunTotals totals)
{
    /// <summary>However few rows a state has, they are seen.</summary>
    private const double Least = 6;

    public string All => Say(totals.All);

    /// <summary>States that have rows, in the order of a row's life from done to open.</summary>
    public IReadOnlyList<Share> Shares { get; } = Divide(totals);

    public string Text =>
        $"{All} planned = " + string.Join(" + ", Shares.Select(share => share.Text).DefaultIfEmpty("0"));

    private static List<Share> Divide(RunTotals totals)
    {
        (string State, string Word, long Rows)[] states =
        [
            ("accepted", "accepted", totals.Accepted),
            ("suppressed", "suppressed", totals.Suppressed),
            ("failed", "failed", totals.Failed),
            ("uncertain", "uncertain", totals.Uncertain),
            ("sending", "sending", totals.Sending),
            ("deferred", "deferred", totals.Deferred),
            ("planned", "waiting", totals.Planned),
        ];
        var present = states.Where(state => state.Rows > 0).ToList();
        var widths = present.Select(state => Math.Max(Least, 1000.0 * state.Rows / totals.All)).ToList();
        var scale = 1000 / widths.DefaultIfEmpty(1000).Sum();
        var shares = new List<Share>();
        var start = 0.0;
        foreach (var ((state, word, rows), width) in present.Zip(widths))
        {
            shares.Add(new Share(state, word, Say(rows), Place(start), Place(width * scale)));
            start += width * scale;
        }
        return shares;
    }

    private static string Say(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Place(double units) => units.ToString("0.##", CultureInfo.InvariantCulture);

    /// <param name="State">The ledger's word, also the filter's.</param>
    /// <param name="Word">What people read.</param>
    public sealed record Share(string State, string Word, string Number, string Start, string Width)
    {
        public string Class => $"fill-{State}";
        public string Text => $"{Number} {Word}";
    }
}

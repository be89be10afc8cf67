using Distributor.Benchmarks.Measuring;
using Distributor.Benchmarks.Planning;

namespace Distributor.Benchmarks.Ledgers;

/// <summary>
/// An alert to everybody from planning to accepted with a sender that does nothing, beside the same three steps as bare SQL.
/// The three ways take turns within each pair.
/// </summary>
public sealed class LedgerScenario(int size, int pairs)
{
    private const string Reference =
        "bare INSERT … SELECT, then pgbench claims and accepts in groups of 500, 4 clients";
    private const string Goal = "≥ 25,000 rows/s and ≥ 0.8 × reference";

    /// <returns>1 when a goal is missed.</returns>
    public async Task<int> RunAsync(string? named, CancellationToken cancellationToken)
    {
        await using var publication = await Publication.OpenAsync(named, size, cancellationToken);
        var runs = new LedgerRuns(publication);
        var warm = await runs.VerbsAsync("Sport", cancellationToken);
        await runs.SenderAsync("Sport", warm.Rows, cancellationToken);
        var done = new List<Pair>();
        for (var i = 0; i < pairs; i++)
        {
            done.Add(await PairAsync(runs, i, cancellationToken));
            var pair = done[^1];
            await Console.Error.WriteLineAsync(
                FormattableString.Invariant(
                    $"verbs {pair.Verbs.Cost.Elapsed.TotalSeconds:0.0} s (planning {pair.Verbs.Planned.TotalSeconds:0.0}), sender {pair.Sender.Elapsed.TotalSeconds:0.0} s, bare {pair.BareTime.TotalSeconds:0.0} s (planning {pair.BarePlanned.TotalSeconds:0.0})"
                )
            );
        }
        var rows = done[0].Verbs.Rows;
        var verbs = done.OrderBy(pair => pair.Verbs.Cost.Elapsed).ElementAt(pairs / 2);
        var sender = done.OrderBy(pair => pair.Sender.Elapsed).ElementAt(pairs / 2);
        var bare = Math.Round(rows / ResultLine.Median(done.Select(pair => pair.BareTime.TotalSeconds)));
        var isMet = Write(
            new ResultLine
            {
                Scenario = "ledger",
                Variant = "plan, then claim and accept: 4 claimers on the ledger alone",
                ReferencePerSecond = bare,
                Ratio = ResultLine.Median(done.Select(pair => pair.BareTime / pair.Verbs.Cost.Elapsed)),
                Note = FormattableString.Invariant(
                    $"p50, p95, p99: one claim of {LedgerRuns.Group}; planning alone {rows / verbs.Verbs.Planned.TotalSeconds:#,0} rows/s, claiming and accepting {rows / (verbs.Verbs.Cost.Elapsed - verbs.Verbs.Planned).TotalSeconds:#,0}; the reference's {rows / verbs.BarePlanned.TotalSeconds:#,0} and {rows / (verbs.BareTime - verbs.BarePlanned).TotalSeconds:#,0}; median of {pairs} pairs"
                ),
            }
                .Of(verbs.Verbs.Cost, rows)
                .With(verbs.Verbs.Claims)
        );
        isMet &= Write(
            new ResultLine
            {
                Scenario = "ledger",
                Variant = "the whole sender, planning and sending at once, a channel that accepts at once",
                ReferencePerSecond = bare,
                Ratio = ResultLine.Median(done.Select(pair => pair.BareTime / pair.Sender.Elapsed)),
                Note = FormattableString.Invariant(
                    $"one sender loop: claims, lanes, last looks, outcome groups; the process shares the two cores with PostgreSQL; median of {pairs} pairs"
                ),
            }.Of(sender.Sender, rows)
        );
        return isMet ? 0 : 1;
    }

    private static bool Write(ResultLine line)
    {
        var isMet = line.PerSecond >= 25_000 && line.Ratio >= 0.8;
        (line with { Reference = Reference, Goal = Goal, GoalMet = isMet }).Write();
        return isMet;
    }

    private static async Task<Pair> PairAsync(LedgerRuns runs, int turn, CancellationToken cancellationToken)
    {
        var bare = turn % 2 == 1 ? await runs.BareAsync("World", cancellationToken) : default;
        var verbs = await runs.VerbsAsync("World", cancellationToken);
        bare = turn % 2 == 0 ? await runs.BareAsync("World", cancellationToken) : bare;
        var sender = await runs.SenderAsync("World", verbs.Rows, cancellationToken);
        return bare.Rows == verbs.Rows
            ? new Pair(verbs, sender, bare.Planned + bare.Sent, bare.Planned)
            : throw new InvalidOperationException("Reference and planner wrote different numbers of rows.");
    }

    private sealed record Pair(VerbsRun Verbs, Measurement Sender, TimeSpan BareTime, TimeSpan BarePlanned);
}

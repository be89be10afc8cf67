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
            await Console.Error.WriteLineAsync(done[^1].ToString());
        }
        var rows = done[0].Bare.Rows;
        var verbs = done.OrderBy(pair => pair.Verbs.Cost.Elapsed).ElementAt(pairs / 2).Verbs;
        var sender = done.OrderBy(pair => pair.Sender.Cost.Elapsed).ElementAt(pairs / 2).Sender;
        var bare = done.OrderBy(pair => pair.Bare.Took).ElementAt(pairs / 2).Bare;
        double Each(TimeSpan time) => time.TotalMicroseconds / rows;
        var bareRate = Math.Round(rows / bare.Took.TotalSeconds);
        var isMet = Write(
            new ResultLine
            {
                Scenario = "ledger",
                Variant = "plan, then claim and accept: 4 claimers on the ledger alone",
                ReferencePerSecond = bareRate,
                Ratio = ResultLine.Median(done.Select(pair => pair.Bare.Took / pair.Verbs.Cost.Elapsed)),
                Note = FormattableString.Invariant(
                    $"p50, p95, p99: one claim of {LedgerRuns.Group}; planning alone {rows / verbs.Planned.TotalSeconds:#,0} rows/s, claiming and accepting {rows / (verbs.Cost.Elapsed - verbs.Planned).TotalSeconds:#,0}; the reference's {rows / bare.Planned.TotalSeconds:#,0} and {rows / (bare.Took - bare.Planned).TotalSeconds:#,0}; PostgreSQL's processor time {Each(verbs.Server):0} µs a row, the reference's {Each(bare.Server):0}; while claiming and recording {verbs.Profile}; the reference: {bare.Profile}; median of {pairs} pairs"
                ),
            }
                .Of(verbs.Cost, rows)
                .With(verbs.Claims)
        );
        isMet &= Write(
            new ResultLine
            {
                Scenario = "ledger",
                Variant = "the whole sender, planning and sending at once, a channel that accepts at once",
                ReferencePerSecond = bareRate,
                Ratio = ResultLine.Median(done.Select(pair => pair.Bare.Took / pair.Sender.Cost.Elapsed)),
                Note = FormattableString.Invariant(
                    $"one sender loop: claims, lanes, last looks, outcome groups; its process shares the cores with PostgreSQL; processor time a row: PostgreSQL {Each(sender.Server):0} µs, sender {Each(sender.Cost.Processor):0} µs; median of {pairs} pairs"
                ),
            }.Of(sender.Cost, rows)
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
        var bare = turn % 2 == 1 ? await runs.BareAsync("World", cancellationToken) : null;
        var verbs = await runs.VerbsAsync("World", cancellationToken);
        bare ??= await runs.BareAsync("World", cancellationToken);
        var sender = await runs.SenderAsync("World", verbs.Rows, cancellationToken);
        return bare.Rows == verbs.Rows
            ? new Pair(verbs, sender, bare)
            : throw new InvalidOperationException("Reference and planner wrote different numbers of rows.");
    }

    private sealed record Pair(VerbsRun Verbs, SenderRun Sender, BareRun Bare)
    {
        public override string ToString() =>
            FormattableString.Invariant(
                $"verbs {Verbs.Cost.Elapsed.TotalSeconds:0.0} s (planning {Verbs.Planned.TotalSeconds:0.0}; PostgreSQL's CPU {Verbs.Server.TotalSeconds:0.0}), sender {Sender.Cost.Elapsed.TotalSeconds:0.0} s (CPU {Sender.Server.TotalSeconds:0.0}), bare {Bare.Took.TotalSeconds:0.0} s (planning {Bare.Planned.TotalSeconds:0.0}; CPU {Bare.Server.TotalSeconds:0.0})"
            );
    }
}

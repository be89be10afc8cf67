using System.Diagnostics;
using Distributor.Benchmarks.Measuring;

namespace Distributor.Benchmarks.Planning;

/// <summary>
/// Plans alerts with the product's planner (slices, counts, progress, editions), each time beside one bare INSERT … SELECT of the
/// same rows into the same table, emptied before. Who goes first changes from pair to pair.
/// </summary>
public sealed class PlanScenario(int size, int pairs)
{
    private const string Reference = "one bare INSERT … SELECT of the same rows";

    /// <summary>How often planning is begun and broken off to see when its first rows can be claimed.</summary>
    private const int Starts = 20;

    /// <returns>1 when a goal is missed.</returns>
    public async Task<int> RunAsync(string? named, CancellationToken cancellationToken)
    {
        await using var publication = await Publication.OpenAsync(named, size, cancellationToken);
        await PairAsync(publication, "Sport", oursFirst: true, cancellationToken); // warm: code is compiled, pages are read
        var first = new List<double>();
        var isMet = await AudienceAsync(publication, "World", first, cancellationToken);
        isMet &= await AudienceAsync(publication, "Politics", first, cancellationToken);
        for (var i = 0; i < Starts; i++)
        {
            first.Add(await StartAsync(publication, cancellationToken));
        }
        var line = new ResultLine
        {
            Scenario = "plan",
            Variant = "first rows of an alert to all can be claimed, after planning began",
            Size = publication.Size,
            Goal = "p95 ≤ 200 ms",
            Note = FormattableString.Invariant($"{first.Count} plannings, seen from another connection"),
        }.With(first);
        line = line with { GoalMet = line.P95 <= 200 };
        line.Write();
        return isMet && line.GoalMet == true ? 0 : 1;
    }

    private async Task<bool> AudienceAsync(
        Publication publication,
        string topic,
        List<double> first,
        CancellationToken cancellationToken
    )
    {
        var done = new List<Pair>();
        for (var i = 0; i < pairs; i++)
        {
            done.Add(await PairAsync(publication, topic, oursFirst: i % 2 == 0, cancellationToken));
            await Console.Error.WriteLineAsync(
                FormattableString.Invariant(
                    $"{topic}: {done[^1].Rows} rows, planner {done[^1].Ours.Elapsed.TotalSeconds:0.00} s, bare {done[^1].Bare.TotalSeconds:0.00} s, first rows after {done[^1].First:0} ms"
                )
            );
        }
        first.AddRange(done.Select(pair => pair.First));
        var middle = done.OrderBy(pair => pair.Ours.Elapsed).ElementAt(done.Count / 2);
        var cost = ResultLine.Median(done.Select(pair => pair.Cost));
        var line = new ResultLine
        {
            Scenario = "plan",
            Variant = FormattableString.Invariant($"alert to {middle.Rows:#,0} of {publication.Size:#,0} subscribers"),
            Reference = Reference,
            ReferencePerSecond = Math.Round(
                middle.Rows / ResultLine.Median(done.Select(pair => pair.Bare.TotalSeconds))
            ),
            Ratio = cost,
            Goal = "time ≤ 1.25 × reference",
            GoalMet = cost <= 1.25,
            Note = FormattableString.Invariant(
                $"ratio of times, median of {done.Count} pairs; 20 topics; with slices, counts and progress; CPU and memory of the planner's process, not of PostgreSQL"
            ),
        }.Of(middle.Ours, middle.Rows);
        line.Write();
        return cost <= 1.25;
    }

    internal static async Task<Pair> PairAsync(
        Publication publication,
        string topic,
        bool oursFirst,
        CancellationToken cancellationToken
    )
    {
        var bare = oursFirst ? default : await BareAsync(publication, topic, cancellationToken);
        var (rows, ours, first) = await OursAsync(publication, topic, cancellationToken);
        if (oursFirst)
        {
            bare = await BareAsync(publication, topic, cancellationToken);
        }
        return rows == bare.Rows
            ? new Pair(rows, ours, bare.Took, first)
            : throw new InvalidOperationException($"The planner wrote {rows} rows and the bare statement {bare.Rows}.");
    }

    internal static async Task<(int Rows, Measurement Cost, double First)> OursAsync(
        Publication publication,
        string topic,
        CancellationToken cancellationToken
    )
    {
        await publication.ForgetAsync(cancellationToken);
        var run = await publication.AlertAsync(topic, cancellationToken);
        var rows = 0;
        Task<double>? first = null;
        var measured = await Measurement.OfAsync(async () =>
        {
            first = FirstRows.SeenAsync(publication.ConnectionString, run, Stopwatch.GetTimestamp(), cancellationToken);
            rows = await publication.PlanAsync(run, cancellationToken);
        });
        return (rows, measured, await first!);
    }

    private static async Task<(int Rows, TimeSpan Took)> BareAsync(
        Publication publication,
        string topic,
        CancellationToken cancellationToken
    )
    {
        await publication.ForgetAsync(cancellationToken);
        var run = await publication.AlertAsync(topic, cancellationToken);
        await publication.EditionsAsync(run, cancellationToken);
        return await BarePlan.RunAsync(publication.ConnectionString, run, cancellationToken);
    }

    /// <summary>Begins to plan an alert to everybody and stops when its first rows are seen.</summary>
    private static async Task<double> StartAsync(Publication publication, CancellationToken cancellationToken)
    {
        await publication.ForgetAsync(cancellationToken);
        var run = await publication.AlertAsync("World", cancellationToken);
        using var seen = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = FirstRows.SeenAsync(publication.ConnectionString, run, Stopwatch.GetTimestamp(), cancellationToken);
        var planning = publication.PlanAsync(run, seen.Token);
        var took = await first;
        await seen.CancelAsync();
        await ((Task)planning).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return took;
    }

    /// <param name="Rows">Written by each of the two.</param>
    /// <param name="Bare">The reference's time.</param>
    /// <param name="First">Milliseconds until the first rows could be claimed.</param>
    internal sealed record Pair(int Rows, Measurement Ours, TimeSpan Bare, double First)
    {
        public double Cost => Ours.Elapsed / Bare;
    }
}

using System.Diagnostics;
using Distributor.Benchmarks.Measuring;
using Distributor.Benchmarks.Planning;
using Distributor.Delivery;

namespace Distributor.Benchmarks.Ledgers;

/// <summary>
/// The same rows claimed and put back again and again by four claimers: each is two changes. With autovacuum as it is set for
/// each partition, tables and claims must be at the end what they were at the beginning.
/// </summary>
public sealed class ChurnScenario(int size, long changes)
{
    private const int Claimers = 4;
    private const long Stretch = 1_000_000;

    /// <summary>Claims may take this much longer at the end, and the ledger may be this much larger than after the second stretch.</summary>
    private const double Most = 1.5;

    /// <returns>1 when a goal is missed.</returns>
    public async Task<int> RunAsync(string? named, CancellationToken cancellationToken)
    {
        await using var publication = await Publication.OpenAsync(named, size, cancellationToken);
        await publication.ForgetAsync(cancellationToken);
        var run = await publication.AlertAsync("World", cancellationToken);
        var rows = await publication.PlanAsync(run, cancellationToken);
        var fresh = await LedgerSize.OfAsync(publication, cancellationToken);
        var stretches = new List<Churned>();
        for (var done = 0L; done < changes; done += stretches[^1].Changes)
        {
            stretches.Add(await StretchAsync(publication, Math.Min(Stretch, changes - done), cancellationToken));
            await Console.Error.WriteLineAsync(
                FormattableString.Invariant(
                    $"{done + stretches[^1].Changes} changes: claim p50 {stretches[^1].Line.P50} ms, p99 {stretches[^1].Line.P99} ms, {stretches[^1].Line.PerSecond:0} changes/s; {stretches[^1].Size}"
                )
            );
        }
        var first = stretches[0];
        var settled = stretches[Math.Min(1, stretches.Count - 1)];
        var last = stretches[^1];
        var claims = Math.Round(last.Line.P50!.Value / first.Line.P50!.Value, 3);
        var space = Math.Round((double)last.Size.All / settled.Size.All, 3);
        (
            first.Line with
            {
                Variant = FormattableString.Invariant(
                    $"the first million of {changes:#,0} row changes to {rows:#,0} rows, 4 claimers"
                ),
                Note = $"p50, p95, p99: one claim of {LedgerRuns.Group}; fresh: {fresh}; after it: {first.Size}",
            }
        ).Write();
        (
            last.Line with
            {
                Variant = FormattableString.Invariant($"the last million of {changes:#,0} row changes"),
                Reference = "claim time of the first million",
                Ratio = claims,
                Goal = FormattableString.Invariant($"claim p50 ≤ {Most} × the first million's"),
                GoalMet = claims <= Most,
                Note = $"p50, p95, p99: one claim of {LedgerRuns.Group}",
            }
        ).Write();
        new ResultLine
        {
            Scenario = "churn",
            Variant = FormattableString.Invariant($"size of the ledger on disk after {changes:#,0} row changes"),
            Size = rows,
            Reference = "size after two million",
            Ratio = space,
            Goal = FormattableString.Invariant($"≤ {Most} × the size after two million"),
            GoalMet = space <= Most,
            Note = $"then: {settled.Size}; at the end: {last.Size}",
        }.Write();
        return claims <= Most && space <= Most ? 0 : 1;
    }

    private static async Task<Churned> StretchAsync(
        Publication publication,
        long most,
        CancellationToken cancellationToken
    )
    {
        var claimers = new Claimers(publication.Ledger, Claimers, LedgerRuns.Group);
        var began = Stopwatch.GetTimestamp();
        // A row that is put back is claimed and recorded: two changes.
        await claimers.RunAsync(DeliveryState.Deferred, most / 2, cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);
        // Every put-back leaves an event, which is only ever added: not what is measured here.
        await publication.ExecuteAsync("TRUNCATE delivery_events", cancellationToken);
        var changed = 2 * claimers.Rows;
        return new Churned(
            new ResultLine
            {
                Scenario = "churn",
                Variant = "",
                Size = changed,
                Seconds = Math.Round(took.TotalSeconds, 1),
                PerSecond = Math.Round(changed / took.TotalSeconds),
            }.With(claimers.Claims),
            await LedgerSize.OfAsync(publication, cancellationToken),
            changed
        );
    }

    private sealed record Churned(ResultLine Line, LedgerSize Size, long Changes);
}

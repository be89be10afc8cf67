using System.Diagnostics;
using Distributor.Benchmarks.Measuring;
using Distributor.Benchmarks.Planning;
using Distributor.Delivery;

namespace Distributor.Benchmarks.Ledgers;

/// <summary>One alert from nothing to accepted, three ways: each empties the ledger, and looks at the end whether all rows are there.</summary>
internal sealed class LedgerRuns(Publication publication)
{
    /// <summary>As many as the product takes at most.</summary>
    public const int Group = 500;

    /// <summary>Planned by the planner; then four claimers take and accept by the verbs of the ledger, nothing else.</summary>
    public async Task<VerbsRun> VerbsAsync(string topic, CancellationToken cancellationToken)
    {
        var run = await BeginAsync(topic, cancellationToken);
        var claimers = new Claimers(publication.Ledger, Pgbench.Clients, Group);
        var planned = TimeSpan.Zero;
        var rows = 0;
        var profile = "";
        var before = await UsedAsync(cancellationToken);
        var measured = await Measurement.OfAsync(async () =>
        {
            var began = Stopwatch.GetTimestamp();
            rows = await publication.PlanAsync(run, cancellationToken);
            planned = Stopwatch.GetElapsedTime(began);
            using var profiling = ServerProfile.Start(publication.ConnectionString);
            await claimers.RunAsync(DeliveryState.Accepted, long.MaxValue, cancellationToken);
            profile = await profiling.StopAsync();
        });
        var server = await UsedAsync(cancellationToken) - before;
        await MustBeAcceptedAsync(run, rows, cancellationToken);
        return new VerbsRun(rows, measured, planned, claimers.Claims, server, profile);
    }

    /// <summary>Planned and sent at the same time by the product's sender loop.</summary>
    public async Task<SenderRun> SenderAsync(string topic, int rows, CancellationToken cancellationToken)
    {
        var run = await BeginAsync(topic, cancellationToken);
        await using var sender = await SilentSender.StartAsync(publication, cancellationToken);
        var before = await UsedAsync(cancellationToken);
        var measured = await Measurement.OfAsync(() => sender.SendAsync(run, rows, cancellationToken));
        var server = await UsedAsync(cancellationToken) - before;
        await MustBeAcceptedAsync(run, rows, cancellationToken);
        return new SenderRun(measured, server);
    }

    /// <summary>The reference: one INSERT … SELECT, then pgbench takes and accepts in groups of the same size.</summary>
    public async Task<BareRun> BareAsync(string topic, CancellationToken cancellationToken)
    {
        var run = await BeginAsync(topic, cancellationToken);
        await publication.EditionsAsync(run, cancellationToken);
        var before = await UsedAsync(cancellationToken);
        var (rows, planned) = await BarePlan.RunAsync(publication.ConnectionString, run, cancellationToken);
        var planning = await UsedAsync(cancellationToken) - before;
        // Without statistics of this run PostgreSQL reads all of it for every group; the reference shall be at its best.
        await publication.ExecuteAsync("ANALYZE deliveries", cancellationToken);
        before = await UsedAsync(cancellationToken);
        var day = await publication.ScalarAsync<string>(
            FormattableString.Invariant($"SELECT day::text FROM runs WHERE id = {run}"),
            cancellationToken
        );
        using var profiling = ServerProfile.Start(publication.ConnectionString);
        var sent = await Pgbench.RunAsync(
            publication.ConnectionString,
            "bare-cycle.sql",
            // The last claims find less than a group when another client holds the rest; two more cost nothing.
            (rows / Group / Pgbench.Clients) + 2,
            new Dictionary<string, string> { ["run"] = FormattableString.Invariant($"{run}"), ["day"] = day },
            cancellationToken
        );
        var profile = await profiling.StopAsync();
        var server = planning + await UsedAsync(cancellationToken) - before;
        await MustBeAcceptedAsync(run, rows, cancellationToken);
        return new BareRun(rows, planned, planned + sent, server, profile);
    }

    private Task<TimeSpan> UsedAsync(CancellationToken cancellationToken) =>
        ServerProcessor.UsedAsync(publication.ConnectionString, cancellationToken);

    private async Task<long> BeginAsync(string topic, CancellationToken cancellationToken)
    {
        await publication.ForgetAsync(cancellationToken);
        return await publication.AlertAsync(topic, cancellationToken);
    }

    private async Task MustBeAcceptedAsync(long run, int rows, CancellationToken cancellationToken)
    {
        var accepted = await publication.ScalarAsync<long>(
            FormattableString.Invariant(
                $"SELECT count(*) FROM deliveries WHERE run_id = {run} AND state = 4 AND attempt = 1"
            ),
            cancellationToken
        );
        if (accepted != rows)
        {
            throw new InvalidOperationException($"{rows} rows were planned and {accepted} accepted at the first try.");
        }
    }
}

/// <param name="Planned">The part of the time that planning took.</param>
/// <param name="Claims">Milliseconds of each claim.</param>
/// <param name="Server">Processor time of PostgreSQL.</param>
/// <param name="Profile">What its sessions did while rows were claimed and recorded.</param>
internal sealed record VerbsRun(
    int Rows,
    Measurement Cost,
    TimeSpan Planned,
    List<double> Claims,
    TimeSpan Server,
    string Profile
);

/// <param name="Server">Processor time of PostgreSQL.</param>
internal sealed record SenderRun(Measurement Cost, TimeSpan Server);

/// <param name="Planned">The part of the time that planning took.</param>
/// <param name="Server">Processor time of PostgreSQL.</param>
/// <param name="Profile">What its sessions did while rows were claimed and recorded.</param>
internal sealed record BareRun(int Rows, TimeSpan Planned, TimeSpan Took, TimeSpan Server, string Profile);

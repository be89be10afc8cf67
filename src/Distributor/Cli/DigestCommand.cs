using System.CommandLine;
using Distributor.Delivery;
using Distributor.Digests;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Cli;

internal static class DigestCommand
{
    public static Command Create()
    {
        var now = new Option<bool>("--now")
        {
            Description = "Plan everybody with something new, whatever the hour.",
            Required = true,
        };
        var json = Output.JsonOption();
        var command = new Command("digest", "Plans digests; `serve` or `work` delivers them.") { now, json };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandHost.RunAsync(
                    (services, token) => PlanAsync(services, parsed.GetValue(json), token),
                    cancellationToken
                )
        );
        return command;
    }

    private static async Task<int> PlanAsync(IServiceProvider services, bool json, CancellationToken cancellationToken)
    {
        var runId = await services.GetRequiredService<DigestRuns>().OpenNowAsync(cancellationToken);
        var planned = await services.GetRequiredService<DigestPlanner>().PlanNowAsync(runId, cancellationToken);
        await using var db = services.GetRequiredService<Database>().CreateDbContext();
        if (planned == 0 && await CloseEmptyAsync(db, runId, cancellationToken))
        {
            Console.WriteLine(json ? CliJson.Line(new { Planned = 0 }) : "nothing new");
            return 0;
        }
        var run = await db.Runs.AsNoTracking().SingleAsync(r => r.Id == runId, cancellationToken);
        var totals = await services.GetRequiredService<ILedger>().CountAsync(runId, cancellationToken);
        Console.WriteLine(
            json
                ? CliJson.Line(
                    new
                    {
                        Run = run.Id,
                        run.Key,
                        Planned = totals.All,
                    }
                )
                : FormattableString.Invariant($"run {run.Id} ({run.Key}): {totals.All} digests planned")
        );
        return 0;
    }

    /// <summary>Nothing new is no run. A worker that took the run up in this moment may have written rows: then it stays.</summary>
    private static async Task<bool> CloseEmptyAsync(DistributorDb db, long runId, CancellationToken cancellationToken)
    {
        var gone = await db
            .Runs.Where(run => run.Id == runId && !db.RunCounts.Any(count => count.RunId == runId))
            .Where(run => !db.Editions.Any(edition => edition.RunId == runId))
            .ExecuteDeleteAsync(cancellationToken);
        return gone == 1;
    }
}

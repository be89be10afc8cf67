using System.Diagnostics;
using Distributor.Chaos.Books;
using Distributor.Chaos.Faults;

namespace Distributor.Chaos;

/// <summary>One storm from an empty database to the report.</summary>
public static class ChaosRun
{
    /// <param name="say">Takes the lines of the report, and of what happens before it.</param>
    public static async Task<ChaosReport> RunAsync(
        ChaosOptions options,
        Action<string> say,
        CancellationToken cancellationToken
    )
    {
        say(
            FormattableString.Invariant(
                $"seed {options.Seed}: {options.Instances} instances, {options.Readers} readers, {options.Kills} kills, {options.Outages} outages of PostgreSQL, {options.Jumps} jumps of clocks"
            )
        );
        var began = Stopwatch.GetTimestamp();
        var log = new FaultLog();
        await using var world = await ChaosWorld.OpenAsync(options, cancellationToken);
        if (!world.Clocks.IsThere && options.Jumps > 0)
        {
            say("no C compiler is installed (gcc, libc6-dev): clocks stay as they are");
        }
        var storm = new Storm(world, options, log, say);
        await storm.RunAsync(cancellationToken);
        say(
            FormattableString.Invariant(
                $"the storm is over after {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s; what is open goes on"
            )
        );
        await storm.SettleAsync(cancellationToken);
        var reckoning = new Reckoning(
            await LedgerBooks.ReadAsync(world, cancellationToken),
            world.Copies(),
            storm,
            log
        );
        var report = new ChaosReport(options, storm, log, reckoning, Stopwatch.GetElapsedTime(began));
        report.Say(say);
        return report;
    }
}

using Distributor.Bot;
using Distributor.Delivery;
using Distributor.Delivery.Figures;
using Distributor.Digests;
using Distributor.Planning.Summaries;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Erasing;
using Distributor.Subscribers.Preferences;
using Hangfire;
using NodaTime;

namespace Distributor.Jobs;

/// <summary>What Hangfire starts by the clock. Each may run twice at once: the ledger adds nothing twice.</summary>
[AutomaticRetry(Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete)] // failed jobs never expire
public sealed class RecurringJobs(
    DigestRuns runs,
    QuietSummaries summaries,
    QuietPeriods quiet,
    PreferenceService preferences,
    ErasureService erasure,
    RunLauncher launcher,
    Partitions partitions,
    TimeZoneRefresh zones,
    BotCleanup bot,
    SendingFigures figures,
    WarmUp warmUp,
    IClock clock
)
{
    private static readonly Duration FiguresKept = Duration.FromDays(8);

    /// <summary>Opens the runs of readers whose hour has come and sets their jobs going.</summary>
    [JobDisplayName("Plan digests")]
    public async Task PlanDigestsAsync(CancellationToken cancellationToken)
    {
        foreach (var run in await runs.OpenDueAsync(cancellationToken))
        {
            await launcher.LaunchAsync(run, atOnce: true, cancellationToken);
        }
    }

    /// <summary>
    /// Summaries for quiet hours that end soon, then the next day's for those that are over. Runs at start too, before what
    /// waited through a stop has all gone out one by one.
    /// </summary>
    [JobDisplayName("End quiet hours")]
    public async Task EndQuietHoursAsync(CancellationToken cancellationToken)
    {
        foreach (var run in await summaries.SummariseAsync(cancellationToken))
        {
            await launcher.LaunchAsync(run, atOnce: true, cancellationToken);
        }
        await quiet.MoveAsync(cancellationToken);
    }

    /// <summary>Ends pauses, erases who asked for it, and forgets sign-ups nobody confirmed.</summary>
    [JobDisplayName("Tend readers")]
    public async Task TendReadersAsync(CancellationToken cancellationToken)
    {
        await preferences.EndPausesAsync(cancellationToken);
        await erasure.EraseDueAsync(cancellationToken);
        await erasure.ForgetUnconfirmedAsync(cancellationToken);
    }

    /// <summary>Runs at start too: another program version may bring other zone data.</summary>
    [JobDisplayName("Recompute digest times when zone data changed")]
    public Task RefreshTimeZonesAsync(CancellationToken cancellationToken) => zones.RunAsync(cancellationToken);

    /// <summary>Handled updates, mutes that are over, saved stories nobody fetched.</summary>
    [JobDisplayName("Forget what the bot needs no more")]
    public Task ForgetUpdatesAsync(CancellationToken cancellationToken) => bot.RunAsync(cancellationToken);

    /// <summary>Minutes of delivery that no chart reaches any more.</summary>
    [JobDisplayName("Forget old figures")]
    public Task ForgetFiguresAsync(CancellationToken cancellationToken) =>
        figures.CleanAsync(clock.GetCurrentInstant() - FiguresKept, cancellationToken);

    /// <summary>The next day's speed of a sender that is being warmed up.</summary>
    [JobDisplayName("Warm up the sender")]
    public Task WarmUpAsync(CancellationToken cancellationToken) => warmUp.ApplyAsync(cancellationToken);

    [JobDisplayName("Prepare the next months of the ledger")]
    public Task PreparePartitionsAsync(CancellationToken cancellationToken) =>
        partitions.EnsureAsync(cancellationToken);
}

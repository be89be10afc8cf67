using System.Diagnostics;
using Distributor.Delivery;
using NodaTime;

namespace Distributor.Benchmarks.Ledgers;

/// <summary>Claimers without senders: they take what is due by the verbs of the ledger and record an outcome for each row.</summary>
internal sealed class Claimers(ILedger ledger, int claimers, int group)
{
    /// <summary>Milliseconds each claim took.</summary>
    public List<double> Claims { get; } = [];

    /// <summary>Rows claimed and recorded.</summary>
    public long Rows { get; private set; }

    /// <summary>Until nothing is due, or so many rows were claimed.</summary>
    /// <param name="state">Accepted ends a row, deferred makes it due again at once.</param>
    public Task RunAsync(DeliveryState state, long most, CancellationToken cancellationToken) =>
        Task.WhenAll(
            Enumerable
                .Range(1, claimers)
                .Select(slot => Task.Run(() => ClaimAsync((short)slot, state, most, cancellationToken)))
        );

    private async Task ClaimAsync(short slot, DeliveryState state, long most, CancellationToken cancellationToken)
    {
        while (Rows < most)
        {
            var lanes = await ledger.ReadyLanesAsync("email", cancellationToken);
            var began = Stopwatch.GetTimestamp();
            var claim = await ledger.ClaimAsync(lanes, group, slot, cancellationToken);
            var took = Stopwatch.GetElapsedTime(began);
            if (claim.Looked == 0)
            {
                return;
            }
            var recorded = await ledger.RecordAsync(
                [.. claim.Rows.Select(row => Outcome(row, state))],
                slot,
                cancellationToken
            );
            lock (Claims)
            {
                Claims.Add(took.TotalMilliseconds);
                Rows += recorded;
            }
        }
    }

    private static RecordedOutcome Outcome(ClaimedDelivery row, DeliveryState state) =>
        new(
            row.Claimed,
            state,
            Reason: null,
            ExternalId: $"<{row.Key.Id}@bench.example>",
            Delay: state == DeliveryState.Deferred ? Duration.Zero : null,
            Failed: false,
            Ambiguous: false
        );
}

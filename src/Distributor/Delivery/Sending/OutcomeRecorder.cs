using System.Threading.Channels;
using Distributor.Telemetry;

namespace Distributor.Delivery.Sending;

/// <summary>
/// Writes outcomes in groups, clocked by the commit itself: what arrives while one group is being committed is the next group,
/// so a slow disk makes groups larger instead of senders slower. After a kill at most one group is unrecorded.
/// </summary>
public sealed partial class OutcomeRecorder(
    ILedger ledger,
    InFlight inFlight,
    SendingTelemetry telemetry,
    TimeProvider time,
    ILogger<OutcomeRecorder> logger
)
{
    private const int LargestGroup = 500;

    /// <summary>Senders wait when this many are unrecorded: what is sent must never run far ahead of what is known.</summary>
    private const int Waiting = 2_000;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly Channel<RecordedOutcome> outcomes = Channel.CreateBounded<RecordedOutcome>(Waiting);

    private volatile bool isBehind;

    /// <summary>
    /// True from a failed commit until everything that waited is written: meanwhile nothing new may be claimed, or rows whose
    /// outcome is known here would be sent again.
    /// </summary>
    public bool IsBehind => isBehind;

    /// <summary>Hands over one outcome; waits when the database is far behind.</summary>
    public ValueTask AddAsync(RecordedOutcome outcome, CancellationToken cancellationToken) =>
        outcomes.Writer.WriteAsync(Storable(outcome), cancellationToken);

    /// <summary>No more will come; <see cref="RunAsync"/> ends when all are written.</summary>
    public void Complete() => outcomes.Writer.TryComplete();

    /// <summary>Writes until completed. While the database is gone it keeps the group and tries again.</summary>
    public async Task RunAsync(short slot, Func<int, ValueTask> recorded, CancellationToken cancellationToken)
    {
        var group = new List<RecordedOutcome>(LargestGroup);
        while (await outcomes.Reader.WaitToReadAsync(cancellationToken))
        {
            while (group.Count < LargestGroup && outcomes.Reader.TryRead(out var outcome))
            {
                group.Add(outcome);
            }
            await RecordAsync(group, slot, cancellationToken);
            group.ForEach(outcome => inFlight.Remove(outcome.Claimed));
            isBehind = isBehind && outcomes.Reader.Count > 0;
            await recorded(group.Count);
            group.Clear();
        }
    }

    /// <summary>What others wrote may hold half characters and zeros, which a database refuses.</summary>
    private static RecordedOutcome Storable(RecordedOutcome outcome) =>
        outcome with
        {
            Reason = Storable(outcome.Reason),
            ExternalId = Storable(outcome.ExternalId),
        };

    private static string? Storable(string? text) =>
        // Nearly always: one look is a tenth of what it costs to take the text apart.
        text is null
        || !(text.Contains('\0') || text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            ? text
            : string.Concat(text.EnumerateRunes().Where(rune => rune.Value != 0).Select(rune => rune.ToString()));

    private async Task RecordAsync(List<RecordedOutcome> group, short slot, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var began = time.GetTimestamp();
                var changed = await ledger.RecordAsync(group, slot, cancellationToken);
                telemetry.Recorded(group, changed, began);
                if (changed < group.Count)
                {
                    LogStale(group.Count - changed);
                }
                return;
            }
#pragma warning disable CA1031 // Whatever it is: who stops recording here lets senders fill up and keeps their rows for ever.
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                isBehind = true;
                LogNotRecorded(group.Count, exception.GetType().Name);
                await Task.Delay(RetryPause, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(2101, LogLevel.Warning, "{Count} outcomes came after their lease had ended; events were left")]
    private partial void LogStale(int count);

    [LoggerMessage(2102, LogLevel.Error, "{Count} outcomes cannot be recorded now ({Fault}); trying again")]
    private partial void LogNotRecorded(int count, string fault);
}

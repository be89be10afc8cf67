using System.Diagnostics;
using System.Diagnostics.Metrics;
using Distributor.Delivery;
using Distributor.Delivery.Sending;

namespace Distributor.Telemetry;

/// <summary>What is measured of messages from the claim to the record. A channel is named by its lane: <c>email</c>, <c>telegram</c>.</summary>
public sealed class SendingTelemetry
{
    private const string Channel = "distributor.channel";
    private const string State = "distributor.state";
    private const string Kind = "distributor.run.kind";
    private const string LaneName = "distributor.lane";
    private const string Event = "distributor.lane.event";

    private readonly RunTraces traces;
    private readonly TimeProvider time;
    private readonly Counter<long> answers;
    private readonly Histogram<double> wait;
    private readonly Histogram<double> send;
    private readonly Counter<long> retries;
    private readonly Counter<long> duplicates;
    private readonly Counter<long> stale;
    private readonly Histogram<double> claim;
    private readonly Histogram<int> claimRows;
    private readonly Histogram<double> record;
    private readonly Histogram<int> recordRows;
    private readonly Counter<long> laneEvents;

    public SendingTelemetry(IMeterFactory meters, RunTraces traces, OnTheWay onTheWay, TimeProvider time)
    {
        this.traces = traces;
        this.time = time;
        var meter = meters.Meter();
        answers = meter.Counter("distributor.delivery.answers", "{message}", "What became of claimed messages.");
        wait = meter.Duration("distributor.delivery.wait", "From the moment a message was due until it was accepted.");
        send = meter.Duration(
            "distributor.delivery.send.duration",
            "One call of a channel, from its start to its answer."
        );
        retries = meter.Counter(
            "distributor.delivery.retries",
            "{message}",
            "Messages claimed again after a failed try."
        );
        duplicates = meter.Counter(
            "distributor.delivery.maybe_duplicates",
            "{message}",
            "Messages claimed that an earlier try may have brought already."
        );
        stale = meter.Counter(
            "distributor.delivery.stale",
            "{message}",
            "Answers that came after the lease of their row had ended."
        );
        claim = meter.Duration("distributor.ledger.claim.duration", "One claim of due rows.");
        claimRows = meter.Sizes("distributor.ledger.claim.rows", "Rows looked at by a claim that found any.");
        record = meter.Duration("distributor.ledger.record.duration", "One commit of a group of answers.");
        recordRows = meter.Sizes("distributor.ledger.record.rows", "Answers committed together.");
        laneEvents = meter.Counter(
            "distributor.lane.events",
            "{event}",
            "A lane was told to wait, found out of order, or in order again."
        );
        meter.CreateObservableUpDownCounter(
            "distributor.delivery.in_flight",
            () => onTheWay.Count,
            "{row}",
            "Rows this process holds, from the claim until their answer is committed."
        );
    }

    /// <param name="began">Timestamp of when the claim was asked for.</param>
    public void Claimed(string channel, Claim claimed, long began)
    {
        var label = Instrumentation.Tag(Channel, channel);
        var took = time.GetElapsedTime(began);
        claim.Record(took.TotalSeconds, label);
        if (claimed.Looked == 0)
        {
            return;
        }
        claimRows.Record(claimed.Looked, label);
        var (again, twice) = (0, 0);
        foreach (var row in claimed.Rows)
        {
            again += row.Failures > 0 ? 1 : 0;
            twice += row.MaybeDuplicate ? 1 : 0;
        }
        retries.Add(again, label);
        duplicates.Add(twice, label);
        Spans("claim", ActivityKind.Client, channel, claimed.Rows, time.GetUtcNow() - took)?.Dispose();
    }

    /// <summary>Spans of a batch, one for each of its runs, which end when it is disposed of; null when nobody listens.</summary>
    public IDisposable? Sending(string channel, IReadOnlyList<ClaimedDelivery> rows) =>
        Spans("send", ActivityKind.Producer, channel, rows, time.GetUtcNow());

    /// <summary>A channel gave its answer.</summary>
    public void Called(string channel, Outcome outcome, TimeSpan took) =>
        send.Record(
            took.TotalSeconds,
            Instrumentation.Tag(Channel, channel),
            Instrumentation.Tag(State, outcome.State.Word())
        );

    /// <summary>What becomes of one claimed row is known; it is recorded next.</summary>
    public void Answered(string channel, ClaimedDelivery row, RecordedOutcome outcome, TimeSpan sinceClaim)
    {
        // The ledger says the same of a second answer without certainty.
        var state = outcome.Ambiguous && row.Ambiguous > 0 ? DeliveryState.Uncertain : outcome.State;
        var label = Instrumentation.Tag(Channel, channel);
        var kind = Instrumentation.Tag(Kind, row.RunKind.Word());
        answers.Add(1, label, Instrumentation.Tag(State, state.Word()), kind);
        if (state == DeliveryState.Accepted)
        {
            wait.Record(row.DueFor.TotalSeconds + sinceClaim.TotalSeconds, label, kind);
        }
    }

    /// <param name="changed">Rows that changed; the others' leases had ended.</param>
    public void Recorded(IReadOnlyList<RecordedOutcome> group, int changed, long began)
    {
        var took = time.GetElapsedTime(began);
        record.Record(took.TotalSeconds);
        recordRows.Record(group.Count);
        stale.Add(group.Count - changed);
        if (!Instrumentation.Spans.HasListeners())
        {
            return;
        }
        foreach (var run in group.GroupBy(outcome => outcome.Claimed.Key.RunId))
        {
            using var span = traces.Start("record", ActivityKind.Client, run.Key, time.GetUtcNow() - took);
            span?.SetTag("distributor.rows", run.Count());
        }
    }

    public void LaneWaits(int lane) => Lane(lane, "waits");

    public void LaneBroke(int lane) => Lane(lane, "broken");

    public void LaneMended(int lane) => Lane(lane, "mended");

    private void Lane(int lane, string happened) =>
        laneEvents.Add(
            1,
            Instrumentation.Tag(LaneName, ReceivingDomains.KeyOf(lane)),
            Instrumentation.Tag(Event, happened)
        );

    private RunSpans? Spans(
        string name,
        ActivityKind kind,
        string channel,
        IReadOnlyList<ClaimedDelivery> rows,
        DateTimeOffset startedAt
    ) =>
        rows.Count > 0 && Instrumentation.Spans.HasListeners()
            ? new RunSpans([
                .. rows.GroupBy(row => row.Key.RunId)
                    .Select(run =>
                        traces
                            .Start(name, kind, run.Key, startedAt)
                            ?.SetTag(Channel, channel)
                            .SetTag("distributor.rows", run.Count())
                    ),
            ])
            : null;

    private sealed class RunSpans(Activity?[] spans) : IDisposable
    {
        public void Dispose()
        {
            foreach (var span in spans)
            {
                span?.Dispose();
            }
        }
    }
}

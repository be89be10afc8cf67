using Distributor.Telemetry;
using NodaTime;

namespace Distributor.Delivery.Sending;

/// <summary>What an answer means for the lanes: they wait, are out of order, or are in order again.</summary>
public sealed partial class LaneVerdicts(ILedger ledger, SendingTelemetry telemetry, ILogger<LaneVerdicts> logger)
{
    /// <summary>A wait without an end is this long.</summary>
    private static readonly Duration ShortWait = Duration.FromSeconds(30);

    /// <returns>The lane that is shut now, or null.</returns>
    public async Task<int?> ApplyAsync(ReadyLane lane, Outcome outcome, CancellationToken cancellationToken)
    {
        if (outcome.State == DeliveryState.Accepted && lane.IsTroubled)
        {
            await MendAsync(lane.Id, cancellationToken);
            if (lane.ParentId is { } parent)
            {
                await MendAsync(parent, cancellationToken);
            }
            return null;
        }
        var target = outcome.IsWholeChannel ? lane.ChannelId : lane.Id;
        switch (outcome.Lane)
        {
            // Many receivers share this lane: one of them does not speak for the others, its row alone waits.
            case LaneVerdict.Wait when target == Lane.OtherMail:
                return null;
            case LaneVerdict.Wait:
                var wait = outcome.Wait ?? ShortWait;
                await ledger.HoldLaneAsync(target, wait, ReasonOf(outcome), cancellationToken);
                telemetry.LaneWaits(target);
                LogWaits(ReceivingDomains.KeyOf(target), (int)wait.TotalSeconds, ReasonOf(outcome));
                return target;
            case LaneVerdict.Closed:
                var seen = outcome.IsWholeChannel ? lane.ChannelBreakdowns : lane.Breakdowns;
                if (await ledger.BreakLaneAsync(target, ReasonOf(outcome), seen, cancellationToken))
                {
                    telemetry.LaneBroke(target);
                    LogBroken(ReceivingDomains.KeyOf(target), ReasonOf(outcome));
                }
                return target;
            default:
                return null;
        }
    }

    /// <summary>A probe of the channel found it still out of order.</summary>
    public async Task StillBrokenAsync(ReadyLane lane, string reason, CancellationToken cancellationToken)
    {
        if (await ledger.BreakLaneAsync(lane.ChannelId, reason, lane.ChannelBreakdowns, cancellationToken))
        {
            telemetry.LaneBroke(lane.ChannelId);
            LogBroken(ReceivingDomains.KeyOf(lane.ChannelId), reason);
        }
    }

    private static string ReasonOf(Outcome outcome) => outcome.Reason ?? "told to wait";

    private async Task MendAsync(int lane, CancellationToken cancellationToken)
    {
        if (await ledger.MendLaneAsync(lane, cancellationToken))
        {
            telemetry.LaneMended(lane);
            LogMended(ReceivingDomains.KeyOf(lane));
        }
    }

    [LoggerMessage(2105, LogLevel.Warning, "Lane {Lane} was told to wait {Seconds} s: {Reason}")]
    private partial void LogWaits(string lane, int seconds, string reason);

    [LoggerMessage(2106, LogLevel.Error, "Lane {Lane} is out of order, its messages wait: {Reason}")]
    private partial void LogBroken(string lane, string reason);

    [LoggerMessage(2107, LogLevel.Information, "Lane {Lane} is in order again")]
    private partial void LogMended(string lane);
}

using System.Globalization;
using Distributor.Dashboard.Shell;
using Distributor.Delivery;

namespace Distributor.Dashboard.Runs;

/// <summary>Runs and deliveries in words.</summary>
internal static class RunWords
{
    public static string Href(Run run) => FormattableString.Invariant($"/admin/runs/{run.Id}");

    public static string Kind(RunKind kind) =>
        kind switch
        {
            RunKind.Alert => "Alert",
            RunKind.Digest => "Digest",
            RunKind.Notice => "Notices",
            RunKind.Edit => "Edit",
            _ => "Summary",
        };

    public static (Tone Tone, string Text) State(RunState state) =>
        state switch
        {
            RunState.Planning => (Tone.Busy, "planning"),
            RunState.Sending => (Tone.Busy, "sending"),
            RunState.Scheduled => (Tone.Busy, "waiting"),
            RunState.Held => (Tone.Warning, "held"),
            RunState.Done => (Tone.Good, "done"),
            _ => (Tone.Quiet, "cancelled"),
        };

    public static (Tone Tone, string Text) State(DeliveryState state) =>
        state switch
        {
            DeliveryState.Planned => (Tone.Busy, "planned"),
            DeliveryState.Sending => (Tone.Busy, "sending"),
            DeliveryState.Deferred => (Tone.Warning, "deferred"),
            DeliveryState.Accepted => (Tone.Good, "accepted"),
            DeliveryState.Failed => (Tone.Bad, "failed"),
            DeliveryState.Suppressed => (Tone.Quiet, "suppressed"),
            _ => (Tone.Warning, "uncertain"),
        };

    /// <summary><c>61 %</c>: rows that are final, of all.</summary>
    public static string Done(RunTotals totals) =>
        totals.All == 0
            ? "0 %"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Math.Floor(100.0 * (totals.All - totals.Open) / totals.All):0} %"
            );

    /// <summary>A language of ours in English.</summary>
    public static string Language(string tag) => CultureInfo.GetCultureInfo(tag).EnglishName;

    public static string Say(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}

using Distributor.Dashboard.Shell;
using Distributor.Subscribers.Importing;

namespace Distributor.Dashboard.Subscribers;

/// <summary>States of imports as the dashboard says and colours them.</summary>
internal static class ImportWords
{
    public static string Of(ImportState state) =>
        state switch
        {
            ImportState.Running => "Running",
            ImportState.Done => "Done",
            ImportState.Stopped => "Stopped",
            _ => "Failed",
        };

    public static Tone ToneOf(SubscriberImport import) =>
        import.State switch
        {
            ImportState.Running => Tone.Busy,
            ImportState.Done => import.Bad > 0 ? Tone.Warning : Tone.Good,
            ImportState.Stopped => Tone.Warning,
            _ => Tone.Bad,
        };
}

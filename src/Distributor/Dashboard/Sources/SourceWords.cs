using System.Globalization;
using Distributor.Dashboard.Shell;
using Distributor.Sources;
using Distributor.Sources.Desk;
using Distributor.Templates.Text;

namespace Distributor.Dashboard.Sources;

/// <summary>What the pages of sources say of a state and a count.</summary>
internal static class SourceWords
{
    public static (Tone Tone, string Text) State(SourceLine source) =>
        source.State switch
        {
            SourceState.Paused => (Tone.Quiet, "Paused"),
            SourceState.Broken => (Tone.Bad, "Broken"),
            _ when source.Failures > 0 => (Tone.Warning, "Failing"),
            _ when source.Kind == SourceKind.Feed && source.LastPolledAt is null => (Tone.Busy, "Not polled yet"),
            _ => (Tone.Good, "Active"),
        };

    /// <summary>One line of a feed that cannot turn the page around or push it apart.</summary>
    public static string Line(string text, int longest = 120) => CleanText.Cut(CleanText.Line(text), longest);

    /// <summary>What failed, as part of a sentence: readers name their input, which here is plain anyway.</summary>
    public static string Fault(string error, int longest = 300)
    {
        const string Named = "the input: ";
        var line = Line(error, longest).TrimEnd('.');
        return line.StartsWith(Named, StringComparison.Ordinal) ? line[Named.Length..] : line;
    }

    public static string Kind(SourceKind kind) =>
        kind switch
        {
            SourceKind.Feed => "Feed",
            SourceKind.Inbox => "Watched folder",
            SourceKind.Api => "Push API",
            _ => "By hand",
        };

    public static string Count(int n, string one, string many) =>
        n > SourceList.Cap ? $"more than {SourceList.Cap.ToString("N0", CultureInfo.InvariantCulture)} {many}"
        : n == 1 ? $"1 {one}"
        : $"{n.ToString("N0", CultureInfo.InvariantCulture)} {many}";
}

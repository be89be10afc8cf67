using System.Globalization;
using Distributor.Dashboard.Shell;
using Distributor.Sources;
using Distributor.Sources.Desk;
using Distributor.Templates.Text;

namespace Distributor.Dashboard.Sources;

/// <summary>What the pages of sources say of a state, a count, and what a form has just done.</summary>
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

    /// <param name="did">From the address, so only words of ours answer to it.</param>
    public static (Tone Tone, string Text)? Flash(string? did, int? n) =>
        did switch
        {
            "added" => (Tone.Good, "Added. It is polled within seconds."),
            "known" => (Tone.Good, "This source was here already; it has the further topics now."),
            "saved" => (Tone.Good, "Saved."),
            "paused" => (Tone.Good, "Paused. Nothing is polled until you resume it."),
            "resumed" => (Tone.Good, "Resumed. It is polled within seconds."),
            "asked" => (Tone.Good, "It is polled within seconds; look at the history below."),
            "not-polled" => (Tone.Warning, "It is paused or is no feed, so it is not polled. Resume it first."),
            "deleted" => (Tone.Good, "Deleted."),
            "kept" => (Tone.Warning, "It has articles, which stay, so it is paused and not deleted."),
            "released" => (Tone.Good, $"Released {Count(n ?? 0, "article", "articles")}."),
            "discarded" => (Tone.Good, $"Discarded {Count(n ?? 0, "article", "articles")}; they stay known and are never sent."),
            "imported" => (Tone.Good, $"Added {Count(n ?? 0, "source", "sources")}."),
            _ => null,
        };
}

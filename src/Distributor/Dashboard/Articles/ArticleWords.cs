using System.Globalization;
using Distributor.Articles;
using Distributor.Articles.Desk;
using Distributor.Dashboard.Shell;
using Distributor.Delivery;
using Distributor.Planning.Forecasts;
using Distributor.Subscribers;

namespace Distributor.Dashboard.Articles;

/// <summary>What the pages of articles say of states, counts and reasons.</summary>
internal static class ArticleWords
{
    public static (Tone Tone, string Text) State(ArticleState state, bool alertHeld) =>
        state switch
        {
            ArticleState.Complete when alertHeld => (Tone.Warning, "Held"),
            ArticleState.Complete => (Tone.Good, "Complete"),
            ArticleState.Incomplete => (Tone.Busy, "Incomplete"),
            ArticleState.Waiting => (Tone.Warning, "Waiting"),
            ArticleState.Old => (Tone.Quiet, "Old"),
            _ => (Tone.Bad, "Retracted"),
        };

    public static string StateMeans(ArticleState state, bool alertHeld) =>
        state switch
        {
            ArticleState.Complete when alertHeld => "Its alert is held: nothing more goes out until it is sent.",
            ArticleState.Complete => "It has its number, and was or will be told.",
            ArticleState.Incomplete => "Its full text is being fetched; after three tries it goes out as it is.",
            ArticleState.Waiting => "It waits until somebody sends it.",
            ArticleState.Old =>
                "It was old when its source was first polled: kept so that it is recognised, never sent by itself.",
            _ => "It was taken back: in no archive, no new digest, and delivered alerts say so.",
        };

    /// <summary>"alerted 1,204 · in 3 digests"; nothing when it reached nobody. Only at the dot may the line break.</summary>
    public static string Reach(long? alerted, int digests)
    {
        var told = alerted is { } n ? $"alerted\u00A0{Number(n)}" : null;
        var read = digests > 0 ? $"in\u00A0{Number(digests)}\u00A0{(digests == 1 ? "digest" : "digests")}" : null;
        return (told, read) switch
        {
            (null, null) => "",
            (null, _) => read!,
            (_, null) => told!,
            _ => $"{told} · {read}",
        };
    }

    public static string Count(ArticleCount count) =>
        count.IsAbout ? $"about {Number(count.N)} articles"
        : count.IsMore ? $"more than {Number(count.N)} articles"
        : count.N == 1 ? "1 article"
        : $"{Number(count.N)} articles";

    /// <summary>Of a forecast: one above the cap is "more than".</summary>
    public static string Capped(int n) => n > AlertForecast.Cap ? $"more than {Number(AlertForecast.Cap)}" : Number(n);

    public static string Number(long n) => n.ToString("N0", CultureInfo.InvariantCulture);

    public static string Cadence(Cadence cadence) =>
        cadence switch
        {
            Distributor.Subscribers.Cadence.Instant => "every article",
            Distributor.Subscribers.Cadence.Breaking => "breaking only",
            Distributor.Subscribers.Cadence.Daily => "daily digest",
            _ => "weekly digest",
        };

    public static (Tone Tone, string Text) Answer(ReaderAnswer answer) =>
        answer.Alert switch
        {
            AlertAnswer.Told when answer.Delivery == DeliveryState.Accepted => (Tone.Good, "Alerted"),
            AlertAnswer.Told => (Tone.Busy, $"Alert {answer.Delivery?.ToString().ToLowerInvariant()}"),
            AlertAnswer.Yes => (Tone.Good, "Yes, at once"),
            AlertAnswer.QuietHours => (Tone.Busy, "Yes, after quiet hours"),
            AlertAnswer.NotActive => (Tone.Quiet, $"No: {answer.State.ToString().ToLowerInvariant()}"),
            AlertAnswer.Muted => (Tone.Quiet, "No: muted"),
            AlertAnswer.OnlyBreaking => (Tone.Quiet, "No: wants breaking news only"),
            AlertAnswer.OnlyDigest => (Tone.Quiet, "No alert: reads digests"),
            _ => (Tone.Quiet, "No: follows none of its topics"),
        };

    public static string Digest(ReaderAnswer answer) =>
        answer switch
        {
            { DigestAt: not null } => "In the digest",
            { WasInWindow: true } => "An earlier digest had it",
            _ => "In no digest",
        };
}

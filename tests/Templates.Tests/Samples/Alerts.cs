using NodaTime;

namespace Distributor.Templates.Tests.Samples;

/// <summary>The alerts of one morning.</summary>
internal static class Alerts
{
    public static AlertView Normal { get; } =
        new()
        {
            Publication = "Quayside Courier",
            Language = "en",
            Date = Editions.Monday,
            Published = Editions.Monday.At(new LocalTime(6, 15)),
            SiteUrl = Editions.Site,
            PostalAddress = "Quayside Courier, 3 Lantern Lane, 4050 Porto, Portugal",
            Title = "Village stores its summer sun in a disused quarry",
            Summary =
                "Hot water under two metres of clay lost a tenth of its heat by November. "
                + "Ninety houses hope to leave their boilers off until the new year.",
            Source = "Wire & Watt",
            Topic = "Power",
            Url = Editions.Article("Village stores its summer sun in a disused quarry"),
        };

    public static AlertView AlsoAt { get; } =
        Normal with
        {
            AlsoAt =
            [
                Editions.Other("The Tidal Review"),
                Editions.Other("Fjord Observer"),
                Editions.Other("Northern Sheet"),
                Editions.Other("Dagens Kyst"),
            ],
        };

    public static AlertView Breaking { get; } =
        Normal with
        {
            Breaking = true,
            Title = "Harbour mouth closed after a freighter drops its anchor on the cable",
            Summary = "Nobody is hurt. The islands run on their own generators until divers have looked at the cable.",
            Source = "Northern Sheet",
            Topic = "Coast",
            Url = Editions.Article("harbour-mouth"),
        };

    public static AlertView Photo { get; } =
        Normal with
        {
            Title = "Lighthouse keepers return to the northern coast after forty years",
            Summary = "Four towers are manned again from this week.",
            Source = "Fjord Observer",
            Topic = "Coast",
            Url = Editions.Article("lighthouse-keepers"),
            Picture = Editions.Lighthouse,
            AlsoAt = [Editions.Other("Rádio Maré"), Editions.Other("The Tidal Review")],
        };

    public static AlertView Corrected { get; } =
        Normal with
        {
            Correction = new HeadlineCorrection(new LocalTime(7, 20), "Town stores its summer sun in a flooded mine"),
        };

    public static AlertView Arabic { get; } =
        Normal with
        {
            Language = "ar",
            Publication = "بريد الرصيف",
            Title = "قرية تخزن شمس الصيف في محجر مهجور",
            Summary = "فقد الماء الساخن تحت مترين من الطين عُشر حرارته حتى نوفمبر.",
            Topic = "الطاقة",
            AlsoAt =
            [
                Editions.Other("The Tidal Review"),
                Editions.Other("صحيفة الشمال"),
                Editions.Other("Fjord Observer"),
                Editions.Other("Northern Sheet"),
                Editions.Other("Dagens Kyst"),
            ],
        };

    public static QuietSummaryView Quiet { get; } =
        new()
        {
            Language = "en",
            From = new LocalTime(22, 0),
            Until = new LocalTime(7, 0),
            Held = 5,
            DigestAt = new LocalTime(7, 30),
            Shown =
            [
                Held("Medicine", "A breath test tells two kinds of cough apart within a minute", 0, 6, 2),
                Held("Coast", "Swing bridge closes two nights for painting", -1, 23, 10),
                Held("Coast", "Lighthouse keepers return to the northern coast after forty years", 0, 1, 54),
            ],
        };

    /// <summary>What a mail says of the same night.</summary>
    public static HeldView Night { get; } = new(5, new LocalTime(22, 0), new LocalTime(7, 0));

    /// <summary>An hour with more alerts than anybody wants.</summary>
    public static QuietSummaryView Busy { get; } =
        Quiet with
        {
            Quiet = false,
            From = new LocalTime(13, 0),
            Until = new LocalTime(14, 0),
            Held = 3,
            DigestAt = null,
        };

    /// <summary>The seven texts of the design, by name, and the summary of a busy hour.</summary>
    public static IReadOnlyDictionary<string, RenderedTelegram> Telegram { get; } =
        new Dictionary<string, RenderedTelegram>
        {
            ["normal"] = AlertTelegram.Render(Normal),
            ["also-at"] = AlertTelegram.Render(AlsoAt),
            ["breaking"] = AlertTelegram.Render(Breaking),
            ["photo"] = AlertTelegram.Render(Photo),
            ["corrected"] = AlertTelegram.Render(Corrected),
            ["quiet"] = AlertTelegram.RenderQuiet(Quiet),
            ["busy"] = AlertTelegram.RenderQuiet(Busy),
            ["rtl"] = AlertTelegram.Render(Arabic),
        };

    static HeldAlert Held(string topic, string title, int day, int hour, int minute) =>
        new(topic, title, Editions.Article(title), Editions.Monday.PlusDays(day).At(new LocalTime(hour, minute)));
}

using NodaTime;

namespace Distributor.Templates.Tests.Samples;

/// <summary>Notices to look at.</summary>
internal static class Notices
{
    static readonly LocalDateTime Asked = Editions.Monday.At(new LocalTime(18, 40));

    public static NoticeView English(NoticeKind kind, string language = "en") =>
        new()
        {
            Kind = kind,
            Publication = "Quayside Courier",
            Language = language,
            SiteUrl = Editions.Site,
            PostalAddress = "Quayside Courier, 3 Lantern Lane, 4050 Porto, Portugal",
            Recipient = "ines.faro@example.org",
            OtherAddress = "i…@new.example.net",
            ActionUrl = new Uri("https://courier.example/confirm/AgAAAAAAAABNk3yAq0RrV2mJb8Lw4Q?a=1&b=2"),
            SecondUrl = new Uri("https://courier.example/unsubscribe/k3yA"),
            Topics = ["Coast", "Power", "Medicine", "Stage"],
            Cadence = Cadence.Daily,
            At = new LocalTime(7, 0),
            Place = "Lisbon",
            RequestedAt = kind == NoticeKind.Welcome ? null : Asked,
            RequestedFrom = "203.0.113.9",
            ExpiresAt = kind is NoticeKind.Welcome or NoticeKind.Link ? null : Asked.PlusDays(2),
            Latest = Editions.English(language),
        };

    public static NoticeView Arabic(NoticeKind kind) =>
        English(kind, "ar") with
        {
            Publication = "بريد الرصيف",
            Topics = ["الساحل", "الطاقة"],
            Place = "الرباط",
            Latest = ArabicEdition.View,
        };

    /// <summary>What a form, an importer or an admin may have put there.</summary>
    public static NoticeView HostileView(NoticeKind kind) =>
        English(kind) with
        {
            Publication = "Quayside \"><i>Courier {address}",
            Recipient = "\"><script>alert(1)</script>\r\nBcc: all@example.org\uFDD0unsubscribe\uFDD1@example.org",
            OtherAddress = Hostile.LongWord + "@example.org",
            Topics = [Hostile.Breakout, Hostile.HeaderInjection, Hostile.Braces, Hostile.Turned, Hostile.LongWord],
            Place = Hostile.Breakout,
            RequestedFrom = "203.0.113.9\r\n<script>",
            Latest = Hostile.Edition,
        };

    public static PersonalMail Render(NoticeView view)
    {
        var mail = NoticeMail.Render(view);
        return new PersonalMail(mail.Html, mail.Text);
    }
}

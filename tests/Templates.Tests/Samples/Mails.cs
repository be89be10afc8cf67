namespace Distributor.Templates.Tests.Samples;

/// <summary>Every mail the rules are tried on, by name.</summary>
internal static class Mails
{
    public static IReadOnlyDictionary<string, PersonalMail> All { get; } =
        new Dictionary<string, PersonalMail>
        {
            ["digest-en"] = Digest(Editions.English(), Readers.Ines),
            ["digest-ar"] = Digest(ArabicEdition.View, Readers.Karim),
            ["digest-es"] = Digest(Editions.English("es"), Readers.Ines),
            ["digest-ru"] = Digest(Editions.English("ru"), Readers.Ines),
            ["digest-hostile"] = Digest(Hostile.Edition, Readers.Ines),
            ["summary-en"] = Summary(Editions.English(), Readers.Ines),
            ["summary-es"] = Summary(Editions.English("es"), Readers.Ines),
            ["summary-ru"] = Summary(Editions.English("ru"), Readers.Ines),
            ["summary-ar"] = Summary(ArabicEdition.View, Readers.Karim),
            ["alert-en"] = Alert(Alerts.Breaking, Readers.Ines),
            ["alert-ar"] = Alert(Alerts.Arabic, Readers.Karim),
            ["confirm-en"] = Notice(NoticeKind.Confirm),
            ["confirm-es"] = Notice(NoticeKind.Confirm, "es"),
            ["confirm-ru"] = Notice(NoticeKind.Confirm, "ru"),
            ["confirm-ar"] = Notices.Render(Notices.Arabic(NoticeKind.Confirm)),
            ["confirm-hostile"] = Notices.Render(Notices.HostileView(NoticeKind.Confirm)),
            ["welcome-en"] = Notice(NoticeKind.Welcome),
            ["welcome-ar"] = Notices.Render(Notices.Arabic(NoticeKind.Welcome)),
            ["welcome-hostile"] = Notices.Render(Notices.HostileView(NoticeKind.Welcome)),
            ["link-en"] = Notice(NoticeKind.Link),
            ["again-en"] = Notices.Render(Notices.English(NoticeKind.Link) with { AlreadySubscribed = true }),
            ["data-en"] = Notice(NoticeKind.Data),
            ["move-from-en"] = Notice(NoticeKind.MoveFrom),
            ["move-from-ar"] = Notices.Render(Notices.Arabic(NoticeKind.MoveFrom)),
            ["move-to-en"] = Notice(NoticeKind.MoveTo),
            ["moved-en"] = Notice(NoticeKind.Moved),
            ["moved-hostile"] = Notices.Render(Notices.HostileView(NoticeKind.Moved)),
            ["goodbye-en"] = Notice(NoticeKind.Goodbye),
            ["goodbye-ar"] = Notices.Render(Notices.Arabic(NoticeKind.Goodbye)),
        };

    public static IEnumerable<string> Names => All.Keys;

    public static PersonalMail Digest(DigestView view, PersonalParts reader) =>
        MailSplicer.Personalise(DigestMail.Render(view), reader);

    static PersonalMail Notice(NoticeKind kind, string language = "en") =>
        Notices.Render(Notices.English(kind, language));

    /// <summary>The stories of a digest as a night's held alerts: none was seen before, and all are shown.</summary>
    static PersonalMail Summary(DigestView view, PersonalParts reader) =>
        Digest(
            view with
            {
                Held = Alerts.Night with { Count = 1 + view.Topics.Sum(topic => topic.Stories.Count) },
                Topics =
                [
                    .. view.Topics.Select(topic =>
                        topic with
                        {
                            More = 0,
                            Stories = [.. topic.Stories.Select(story => story with { AlertedAt = null })],
                        }
                    ),
                ],
            },
            reader with
            {
                Cadence = Cadence.Instant,
                At = null,
                NextEdition = null,
            }
        );

    static PersonalMail Alert(AlertView view, PersonalParts reader) =>
        MailSplicer.Personalise(AlertMail.Render(view), reader with { Cadence = Cadence.Breaking, At = null });
}

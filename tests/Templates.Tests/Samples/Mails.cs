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
        };

    public static IEnumerable<string> Names => All.Keys;

    public static PersonalMail Digest(DigestView view, PersonalParts reader) =>
        MailSplicer.Personalise(DigestMail.Render(view), reader);

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

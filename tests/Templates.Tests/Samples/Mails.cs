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
            ["alert-en"] = Alert(Alerts.Breaking, Readers.Ines),
            ["alert-ar"] = Alert(Alerts.Arabic, Readers.Karim),
        };

    public static IEnumerable<string> Names => All.Keys;

    public static PersonalMail Digest(DigestView view, PersonalParts reader) =>
        MailSplicer.Personalise(DigestMail.Render(view), reader);

    static PersonalMail Alert(AlertView view, PersonalParts reader) =>
        MailSplicer.Personalise(AlertMail.Render(view), reader with { Cadence = Cadence.Breaking, At = null });
}

using NodaTime;

namespace Distributor.Templates.Tests.Samples;

internal static class Readers
{
    public static PersonalParts Ines { get; } =
        new()
        {
            Recipient = "ines.faro@example.org",
            Topics = ["Coast", "Power", "Medicine", "Stage"],
            Cadence = Cadence.Daily,
            At = new LocalTime(7, 0),
            Place = "Lisbon",
            NextEdition = Editions.Monday.PlusDays(1).At(new LocalTime(7, 0)),
            PreferencesUrl = new Uri("https://courier.example/preferences/k3yA"),
            PauseUrl = new Uri("https://courier.example/pause/k3yA"),
            WebUrl = new Uri("https://courier.example/editions/77"),
            UnsubscribeUrl = new Uri("https://courier.example/unsubscribe/k3yA?a=1&b=2"),
        };

    public static PersonalParts Karim { get; } =
        Ines with
        {
            Recipient = "karim@example.net",
            Topics = ["الساحل", "الطاقة"],
            Place = "الرباط",
            UnsubscribeUrl = new Uri("https://courier.example/unsubscribe/0ther"),
        };
}

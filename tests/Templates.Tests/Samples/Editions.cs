using NodaTime;

namespace Distributor.Templates.Tests.Samples;

/// <summary>Editions to look at. All texts, people and papers are made up here.</summary>
internal static class Editions
{
    public static readonly LocalDate Monday = new(2026, 11, 23);
    static readonly LocalDate Sunday = new(2026, 11, 22);

    public static readonly Uri Site = new("https://courier.example/");

    /// <summary>The usual morning: a lead with a picture, four topics, every kind of story.</summary>
    public static DigestView English(string language = "en") =>
        new()
        {
            Publication = "Quayside Courier",
            Language = language,
            Date = Monday,
            SiteUrl = Site,
            PostalAddress = "Quayside Courier, 3 Lantern Lane, 4050 Porto, Portugal",
            Lead = new StoryView
            {
                Title = "Lighthouse keepers return to the northern coast after forty years",
                Summary =
                    "Four towers are manned again from this week. The harbour office says storms now outlast the batteries "
                    + "of the automatic lamps, and that a person with a radio costs less than a wreck.",
                Topic = "Coast",
                Source = "Fjord Observer",
                Url = Article("lighthouse-keepers"),
                Published = Monday.At(new LocalTime(6, 40)),
                Picture = Lighthouse,
                AlsoAt =
                [
                    Other("La Gaceta del Faro"),
                    Other("The Tidal Review"),
                    Other("Rádio Maré"),
                    Other("Northern Sheet"),
                    Other("Dagens Kyst"),
                ],
            },
            Topics = [Coast, Power, Medicine, Stage],
        };

    public static PictureView Lighthouse { get; } =
        new(
            new Uri("https://courier.example/pictures/lighthouse.jpg"),
            1072,
            604,
            "A lighthouse on a rock at dusk, its beam over a calm sea"
        );

    static TopicView Coast { get; } =
        new()
        {
            Name = "Coast",
            More = 14,
            MoreUrl = new Uri("https://courier.example/topics/coast"),
            Stories =
            [
                Story("Coast", "The Tidal Review", "Ferry towns want the timetable back on paper", 5, 50) with
                {
                    Summary =
                        "Six harbours say the phone network fails on the crossing when it is needed most. "
                        + "The ferry line will print ten thousand copies as a trial.",
                },
                Story("Coast", "La Gaceta del Faro", "Oyster farmers win their case over dredged sand", 5, 12),
                Story("Coast", "Northern Sheet", "Swing bridge closes two nights for painting", 17, 55) with
                {
                    Published = Sunday.At(new LocalTime(17, 55)),
                    AlertedAt = Sunday.At(new LocalTime(18, 5)),
                },
            ],
        };

    static TopicView Power { get; } =
        new()
        {
            Name = "Power",
            More = 3,
            MoreUrl = new Uri("https://courier.example/topics/power"),
            Stories =
            [
                Story("Power", "Wire & Watt", "Village stores its summer sun in a disused quarry", 6, 15) with
                {
                    Summary =
                        "Hot water under two metres of clay lost a tenth of its heat by November. "
                        + "Ninety houses hope to leave their boilers off until the new year.",
                    AlsoAt = [Other("Fjord Observer"), Other("Northern Sheet")],
                },
                Story("Power", "港の新聞", "潮力発電の試験機、冬の嵐に耐える", 4, 30) with
                {
                    TitleLanguage = "ja",
                },
                Story("Power", "Wire & Watt", "Tram depot sells its braking power to a bakery", 3, 55) with
                {
                    AlsoAt = [Other("The Tidal Review")],
                },
            ],
        };

    static TopicView Medicine { get; } =
        new()
        {
            Name = "Medicine",
            Stories =
            [
                Story(
                    "Medicine",
                    "Ward Round",
                    "A breath test tells two kinds of cough apart within a minute",
                    6,
                    2
                ) with
                {
                    Summary =
                        "Nurses on three islands have used the tube since spring. "
                        + "It saves a boat trip to the laboratory for four patients in five.",
                },
                Story("Medicine", "Northern Sheet", "Pharmacies may swap missing medicines without a call", 5, 31),
                Story("Medicine", "Rádio Maré", "Flu vaccine reaches the outer islands a week early", 20, 30) with
                {
                    Published = Sunday.At(new LocalTime(20, 30)),
                    AlertedAt = Sunday.At(new LocalTime(20, 47)),
                },
            ],
        };

    static TopicView Stage { get; } =
        new()
        {
            Name = "Stage",
            Stories =
            [
                Story(
                    "Stage and page",
                    "Prompt Box",
                    "A play lost for ninety years turns up behind an organ",
                    4,
                    20
                ) with
                {
                    Summary =
                        "Two acts are whole, the third has been eaten by mice. "
                        + "The company will play it as found and stop where the paper stops.",
                },
                Story("Stage", "Prompt Box", "Translators’ prize goes to a cookbook in verse", 22, 10) with
                {
                    Published = Sunday.At(new LocalTime(22, 10)),
                },
            ],
        };

    public static StoryView Story(string topic, string source, string title, int hour, int minute) =>
        new()
        {
            Title = title,
            Topic = topic,
            Source = source,
            Url = Article(title),
            Published = Monday.At(new LocalTime(hour, minute)),
        };

    public static SourceLink Other(string name) => new(name, Article(name));

    public static Uri Article(string name) =>
        new(
            $"https://news.example/{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)))[..10]}"
        );
}

using Distributor.Articles;
using Distributor.Articles.Intake;
using Distributor.Articles.Reading;
using Distributor.Sources;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Site.Archive;

/// <summary>A publication with three days behind it. All headlines and papers are made up here.</summary>
public sealed class PressRoom(TestApp app, FixedClock clock) : IAsyncDisposable
{
    public static readonly LocalDate Monday = new(2026, 11, 23);
    public static readonly LocalDate Sunday = new(2026, 11, 22);
    public static readonly LocalDate Friday = new(2026, 11, 20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly Dictionary<string, long> sources = [];
    private int numbered;

    public TestApp App => app;

    public FixedClock Clock => clock;

    /// <summary>A publication in Lisbon that was told nothing yet; it is Monday, a quarter to nine.</summary>
    public static async Task<PressRoom> OpenAsync(DatabaseProvider provider, params string[] settings)
    {
        var clock = new FixedClock(At(Monday, 8, 45));
        string[] own = ["--Site:Name=Quayside Courier", "--Site:TimeZone=Europe/Lisbon"];
        return new PressRoom(await TestApp.StartAsync(provider, clock, [.. own, .. settings]), clock);
    }

    /// <summary>Lisbon keeps Greenwich time in winter.</summary>
    public static Instant At(LocalDate day, int hour, int minute) =>
        day.At(new LocalTime(hour, minute)).InUtc().ToInstant();

    /// <summary>Tells a story at a time; the clock stays there.</summary>
    public async Task<long> TellAsync(Instant when, string topic, string title, string source, string lead = "") =>
        await TellAsync(when, new ReadArticle { Title = title, Lead = lead }, source, topic.Length > 0 ? [topic] : []);

    public async Task<long> TellAsync(
        Instant when,
        ReadArticle article,
        string source,
        IReadOnlyList<string> topics,
        bool breaking = false
    )
    {
        clock.Now = when;
        var number = ++numbered;
        var complete = article with
        {
            Guid = article.Guid ?? $"story-{number}",
            Url = article.Url ?? new Uri($"https://news.example/{number}"),
            PublishedAt = article.PublishedAt ?? when,
        };
        var result = await app.Service<ArticleIntake>()
            .AddAsync(await SourceAsync(source), complete, new() { Topics = topics, Breaking = breaking }, Token);
        return result.ArticleId;
    }

    /// <summary>Withdraws an article.</summary>
    public async Task RetractAsync(long article)
    {
        await using var db = app.NewDb();
        await db
            .Articles.Where(a => a.Id == article)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.State, ArticleState.Retracted), Token);
    }

    /// <summary>Three days of a small paper.</summary>
    public async Task FillAsync()
    {
        var now = clock.Now;
        await TellAsync(At(Friday, 9, 10), "Power", "Village stores its summer sun in a disused quarry", "Wire & Watt");
        await TellAsync(
            At(Friday, 17, 30),
            "Stage",
            "A play lost for ninety years turns up behind an organ",
            "Prompt Box"
        );
        await TellAsync(At(Sunday, 7, 5), "Coast", "Swing bridge closes two nights for painting", "Northern Sheet");
        await TellAsync(
            At(Sunday, 11, 40),
            "Medicine",
            "Flu vaccine reaches the outer islands a week early",
            "Rádio Maré"
        );
        await TellAsync(At(Sunday, 22, 10), "Stage", "Translators’ prize goes to a cookbook in verse", "Prompt Box");
        foreach (var (minute, (topic, title, source, lead)) in Morning.Index())
        {
            await TellAsync(At(Monday, 5, 0) + Duration.FromMinutes(7 * minute), topic, title, source, lead);
        }
        await TellAsync(
            At(Monday, 7, 50),
            new ReadArticle { Title = "潮力発電の試験機、冬の嵐に耐える", Language = "ja" },
            "港の新聞",
            ["Power"]
        );
        await TellAsync(
            At(Monday, 8, 20),
            new ReadArticle
            {
                Title = "Lighthouse keepers return to the northern coast after forty years",
                Lead =
                    "Four towers are manned again from this week. The harbour office says storms now outlast the batteries of "
                    + "the automatic lamps, and that a person with a radio costs less than a wreck.",
            },
            "Fjord Observer",
            ["Coast"],
            breaking: true
        );
        clock.Now = now;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<long> SourceAsync(string name)
    {
        if (!sources.TryGetValue(name, out var id))
        {
            id = await app.Service<SystemSources>()
                .EnsureOfFeedAsync(SourceKind.Manual, $"manual:{name}", null, name, Token);
            sources[name] = id;
        }
        return id;
    }

    private static readonly (string Topic, string Title, string Source, string Lead)[] Morning =
    [
        ("Coast", "Oyster farmers win their case over dredged sand", "La Gaceta del Faro", ""),
        ("Coast", "A ferry line prints its timetable for the first time since 2011", "Northern Sheet", ""),
        (
            "Coast",
            "Ferry towns want the timetable back on paper",
            "The Tidal Review",
            "Six harbours say the phone network fails on the crossing when it is needed most."
        ),
        ("Power", "Tram depot sells its braking power to a bakery", "Wire & Watt", ""),
        (
            "Power",
            "Grid pays homes to charge cars at noon instead of midnight",
            "Wire & Watt",
            "Cheap solar hours have moved the quiet part of the day. In a trial the evening peak fell by a ninth."
        ),
        ("Medicine", "Pharmacies may swap missing medicines without a call", "Northern Sheet", ""),
        (
            "Medicine",
            "A breath test tells two kinds of cough apart within a minute",
            "Ward Round",
            "Nurses on three islands have used the tube since spring. It saves a boat trip for four patients in five."
        ),
        ("Stage", "The harbour choir sings from boats, and the audience rows", "Prompt Box", ""),
        (
            "Science",
            "Old ship’s logs let scientists count the storms of 1820",
            "The Tidal Review",
            "Volunteers read two hundred notebooks. Their figures agree with the rings of trees on the cliffs."
        ),
        ("Science", "A seabird sleeps for eleven seconds at a time, ten thousand times a day", "Fjord Observer", ""),
        (
            "Markets",
            "Herring is cheaper than potatoes for the first time in a century",
            "La Gaceta del Faro",
            "The catch doubled within a year. Cooks and cats are said to be pleased."
        ),
        ("", "A letter posted in 1974 arrives, and is answered", "Rádio Maré", "The address was right all the time."),
    ];
}

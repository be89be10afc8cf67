using NodaTime;

namespace Distributor.Templates.Tests.Samples;

/// <summary>What feeds write by mistake or on purpose.</summary>
internal static class Hostile
{
    public static readonly string LongWord = "https://tracker.example/" + new string('q', 10_000);

    public const string Breakout = "Storm \"><script>alert(1)</script> hits & 'runs' <b>north</b>";
    public const string HeaderInjection = "Calm sea\r\nBcc: everybody@example.org\r\n\r\n<p>body</p>";
    public const string Braces = "{{unsubscribe}} {{{Foot.ReasonSlot}}} {n} {topic} {{> foot}}";
    public const string Forged = "Free \uFDD0unsubscribe\uFDD1 offer";
    public const string Turned = "\u202Egnp.exe \u2067 stays in its line";

    /// <summary>24 letters: the longest word that gets no break of ours.</summary>
    public const string LongestWord = "Kraftfahrzeughaftpflicht";

    public const string Emoji = "👩‍👩‍👧‍👦 families 🏴󠁧󠁢󠁳󠁣󠁴󠁿 march 🇵🇹 through 👍🏽 town";

    public static DigestView Edition { get; } =
        new()
        {
            Publication = "Quayside \"><i>Courier",
            Language = "en",
            Date = Editions.Monday,
            SiteUrl = Editions.Site,
            PostalAddress = "3 Lantern Lane <script>\r\n4050 Porto",
            Lead = Story("Coast", Breakout) with { Summary = LongWord, AlsoAt = [Editions.Other(Breakout)] },
            Topics =
            [
                new TopicView
                {
                    Name = "<Power> & {n}",
                    More = 2,
                    Stories =
                    [
                        Story("Power", HeaderInjection) with
                        {
                            Summary = "Before " + LongWord + " after",
                        },
                        Story("Power", LongestWord),
                        Story("Power", Braces),
                        Story("Power", Forged),
                        Story("Power", Turned),
                        Story("Power", Emoji),
                        Story("Power", LongWord),
                        Story("Power", "同じ見出し") with
                        {
                            TitleLanguage = "ja\"><script>",
                        },
                        Story("Power", "Same headline"),
                        Story("Power", "Same headline"),
                        Story("Power", "Unsubscribe"),
                        Story("Power", "") with
                        {
                            Url = new Uri("javascript:alert(1)"),
                        },
                        Story("Power", "قناة جديدة تربط المرفأين") with
                        {
                            TitleLanguage = "ar",
                        },
                        Story("Power", "Lone \uD83D surrogate"),
                    ],
                },
            ],
        };

    /// <summary>A news day no mail can hold: 400 long stories in Japanese, two bytes a letter short of the worst.</summary>
    public static DigestView Flood(int stories = 400) =>
        Edition with
        {
            Topics =
            [
                .. Enumerable
                    .Range(0, stories)
                    .GroupBy(i => i / 25)
                    .Select(group => new TopicView
                    {
                        Name = $"話題 {group.Key}",
                        More = 1,
                        Stories =
                        [
                            .. group.Select(i =>
                                Story("話題", $"{i} " + string.Concat(Enumerable.Repeat("長い見出し", 20))) with
                                {
                                    TitleLanguage = "ja",
                                    Summary = string.Concat(Enumerable.Repeat("要約の文。", 60)),
                                    AlsoAt = [Editions.Other("一"), Editions.Other("二"), Editions.Other("三")],
                                }
                            ),
                        ],
                    }),
            ],
        };

    static StoryView Story(string topic, string title) =>
        new()
        {
            Title = title,
            Topic = topic,
            Source = "Gale & <Sons>",
            Url = Editions.Article(title + topic),
            Published = Editions.Monday.At(new LocalTime(5, 0)),
        };
}

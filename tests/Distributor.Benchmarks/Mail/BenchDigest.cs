using System.Security.Cryptography;
using System.Text;
using Distributor.Channels;
using Distributor.Channels.Email;
using Distributor.Channels.Email.Shared;
using Distributor.Delivery;
using Distributor.Delivery.Editions;
using Distributor.Site;
using Distributor.Templates;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Benchmarks.Mail;

/// <summary>A digest of fifteen stories, rendered by the product, and the mail that each of many readers gets of it.</summary>
internal sealed class BenchDigest
{
    public const string From = "digest@news.example.org";

    private static readonly Uri Site = new("https://news.example.org/");
    private static readonly LocalDate Day = new(2026, 11, 23);

    private readonly RenderedMail mail;
    private readonly MailSplicer splicer;
    private readonly SharedMail shared;

    public BenchDigest(MimeComposer composer)
    {
        mail = Render();
        splicer = new MailSplicer(mail);
        shared = composer.Share(mail.Subject, mail.Language, splicer.Text.Literals, splicer.Html.Literals);
    }

    /// <summary>Both versions of the first reader, for those who make their own mails of them.</summary>
    public PersonalMail First => splicer.For(Parts(1));

    public static IReadOnlyList<string> Topics { get; } = ["World", "Politics", "Business", "Science", "Culture"];

    public const int StoriesOfTopic = 3;

    public static string Title(int story) => $"Harbour town {story} agrees to quieter nights for ships & people";

    public static string Lead(int story) =>
        $"The council of harbour town {story} voted late on Thursday to limit the hours in which ships may load, a compromise residents had asked for since spring; café owners expect few changes.";

    public EmailMessage Message(int reader)
    {
        var parts = Parts(reader);
        var values = splicer.ValuesFor(parts);
        return new EmailMessage
        {
            DeliveryId = $"7-{reader}-0",
            MessageIdPart = "0a1b2c3d4e",
            EnvelopeFrom = $"b+7-{reader}-0.abcdefghijklmnop@bounce.news.example.org",
            To = parts.Recipient,
            ToName = reader % 3 == 0 ? null : $"Reader Number {reader}",
            Subject = mail.Subject,
            Shared = new PersonalBody(shared, values.Text, values.Html),
            Language = mail.Language,
            UnsubscribeUrl = parts.UnsubscribeUrl,
            ListLabel = "daily",
            FeedbackFields = ["run7", "daily"],
            Date = DateTimeOffset.UtcNow,
        };
    }

    private static PersonalParts Parts(int reader)
    {
        var preferences = new Uri(Site, "preferences/" + Token(2, reader));
        return new PersonalParts
        {
            Recipient = $"reader{reader}@inbox.example",
            Topics = reader % 2 == 0 ? [] : [Topics[reader % 5], Topics[(reader + 2) % 5]],
            Cadence = Cadence.Daily,
            At = new LocalTime(7, 30),
            Place = "Lisbon",
            NextEdition = Day.PlusDays(1).At(new LocalTime(7, 30)),
            PreferencesUrl = preferences,
            PauseUrl = new Uri(preferences.AbsoluteUri + "#pause"),
            WebUrl = new Uri(Site, "editions/" + Token(8, 3)),
            UnsubscribeUrl = new Uri(Site, "unsubscribe/" + Token(1, reader)),
        };
    }

    /// <summary>As long and as costly as a real one.</summary>
    private static string Token(int purpose, int id) =>
        System.Buffers.Text.Base64Url.EncodeToString(
            HMACSHA256.HashData("bench"u8, Encoding.ASCII.GetBytes($"{purpose}:{id}")).AsSpan(0, 25)
        );

    private static RenderedMail Render()
    {
        var stories = Enumerable.Range(1, Topics.Count * StoriesOfTopic).ToDictionary(i => (long)i, Story);
        var chosen = Topics.Select(
            (_, topic) =>
                new ChosenTopic(
                    topic + 2,
                    [
                        .. Enumerable
                            .Range((topic * StoriesOfTopic) + 1, StoriesOfTopic)
                            .Where(story => story > 1)
                            .Select(story => new ChosenStory(story, topic + 2)),
                    ],
                    More: 0
                )
        );
        var contents = new EditionContents
        {
            Date = Day,
            Lead = new ChosenStory(1, 2),
            Topics = [.. chosen],
        };
        var edition = new Edition
        {
            RunId = 7,
            Channel = ChannelKind.Email,
            Language = "en",
            TimeZone = "Europe/Lisbon",
            Layout = EditionDraft.Digest,
            TemplateVersion = TemplateVersion.Current,
            ContentKey = "",
            Contents = contents.ToJson(),
            CreatedAt = Instant.FromUtc(2026, 11, 23, 7, 0),
        };
        var renderer = new EditionRenderer(
            Options.Create(new SiteOptions { PublicUrl = Site.AbsoluteUri, Name = "The Harbour Post" }),
            Options.Create(new MailOptions { FromAddress = From, PostalAddress = "Quay 1, 1100 Lisbon" })
        );
        var names = Topics.Index().ToDictionary(topic => topic.Index + 2, topic => topic.Item);
        return renderer.Render(edition, contents, stories, names)!.Mail!;
    }

    private static StoryText Story(int story) =>
        new(
            story,
            RevisionId: story,
            Title(story),
            Lead(story),
            "Harbour Wire",
            new Uri($"https://wire.example.org/2026/11/23/harbour-town-{story}-agrees-to-quieter-nights"),
            Language: null,
            Instant.FromUtc(2026, 11, 23, 5, story),
            Breaking: false,
            Image: null,
            ImageWidth: null,
            ImageHeight: null,
            ImageAlt: null
        );
}

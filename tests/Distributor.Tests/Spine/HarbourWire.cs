using System.Globalization;
using System.Text;
using NodaTime;

namespace Distributor.Tests.Spine;

/// <summary>
/// The story of the spine: a feed with six articles, and two hundred subscribers, half on Telegram and half by e-mail, in five
/// zones, with three choices of topics.
/// </summary>
internal static class HarbourWire
{
    public static readonly Instant Start = Instant.FromUtc(2026, 11, 23, 15, 0);
    public static readonly string[] Topics = ["World", "Energy", "Culture"];
    private static readonly string[] Zones =
    [
        "Europe/Lisbon",
        "America/New_York",
        "Asia/Tokyo",
        "Australia/Adelaide",
        "America/St_Johns",
    ];

    public static readonly Item[] Items =
    [
        new("a1", "Twelve ports agree on quieter nights", "World"),
        new("a2", "Strait ferry returns after a decade", "Wrold"),
        new("a3", "Tidal turbine passes its first winter", "Energy"),
        new("a4", "Old mine stores summer heat for a town", "Energy"),
        new("a5", "Village choir wins the island prize", "Culture"),
        new("a6", "Lost mural found behind a bakery oven", "Culture"),
    ];

    /// <summary>One line, plain spaces: the text is wrapped, and titles have a no-break space before a short last word.</summary>
    public static string Words(string text) =>
        string.Join(' ', text.Split((char[])[' ', '\n', '\r', '\u00A0'], StringSplitOptions.RemoveEmptyEntries));

    public static string TitleIn(string html) =>
        Items.Single(item => Words(html).Contains(item.Title, StringComparison.Ordinal)).Title;

    public static bool IsTelegram(int i) => i % 2 == 0;

    public static string Email(int i) => string.Create(CultureInfo.InvariantCulture, $"reader{i}@example.org");

    /// <summary>A third each: one topic, two topics, all.</summary>
    public static string[] TopicsOf(int i) =>
        (i / 2 % 3) switch
        {
            0 => ["World"],
            1 => ["Energy", "Culture"],
            _ => Topics,
        };

    public static string[] TopicsOf(string email) =>
        TopicsOf(
            int.Parse(
                email["reader".Length..email.IndexOf('@', StringComparison.Ordinal)],
                CultureInfo.InvariantCulture
            )
        );

    public static IEnumerable<Item> ItemsOf(int i) => Items.Where(item => TopicsOf(i).Contains(item.Topic));

    public static string Csv()
    {
        var csv = new StringBuilder("email,name,telegram_chat_id,time_zone,topics\n");
        for (var i = 0; i < 200; i++)
        {
            var topics = i / 2 % 3 == 2 ? "" : string.Join(';', TopicsOf(i));
            csv.Append(
                CultureInfo.InvariantCulture,
                $"{(IsTelegram(i) ? "" : Email(i))},Reader {i},{(IsTelegram(i) ? 1000 + i : "")},{Zones[i / 6 % 5]},{topics}\n"
            );
        }
        return csv.ToString();
    }

    public static string Feed(IEnumerable<Item> items)
    {
        var xml = new StringBuilder("<rss version=\"2.0\"><channel><title>Harbour Wire</title>");
        foreach (var item in items)
        {
            xml.Append(
                CultureInfo.InvariantCulture,
                $"""
                <item><guid isPermaLink="false">{item.Guid}</guid><link>https://wire.example.org/{item.Guid}</link>
                <title>{item.Title}</title><category>{item.Written}</category>
                <pubDate>Mon, 23 Nov 2026 14:0{item.Guid[1]}:00 GMT</pubDate>
                <description>What happened, told in one sentence for {item.Guid}.</description></item>
                """
            );
        }
        return xml.Append("</channel></rss>").ToString();
    }

    public sealed record Item(string Guid, string Title, string Written)
    {
        public string Topic => Written == "Wrold" ? "World" : Written;
    }
}

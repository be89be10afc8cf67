using Distributor.Templates.Text;
using Distributor.Templates.Words;

namespace Distributor.Templates.Mail;

/// <summary>A digest cut to its first <c>n</c> stories, clean and counted: what the HTML, the text and Telegram all show.</summary>
internal sealed record Edition
{
    public required CleanStory Lead { get; init; }
    public required IReadOnlyList<EditionTopic> Topics { get; init; }

    /// <summary>Stories of topics that were cut as a whole.</summary>
    public required int Rest { get; init; }
    public required int Shown { get; init; }
    public required int Total { get; init; }

    public static int CountStories(DigestView view) => 1 + view.Topics.Sum(topic => topic.Stories.Count);

    public static Edition Of(DigestView view, WordList words, int stories)
    {
        var left = stories - 1;
        var rest = 0;
        var topics = new List<EditionTopic>();
        foreach (var topic in view.Topics)
        {
            // Alerted ones last; OrderBy keeps the order otherwise.
            var kept = topic.Stories.OrderBy(story => story.AlertedAt is not null).Take(left).ToList();
            left -= kept.Count;
            var more = Math.Max(0, topic.More) + topic.Stories.Count - kept.Count;
            var name = CleanText.Cut(CleanText.Line(topic.Name), 60);
            // A topic cut as a whole, and stories of none, are counted at the end.
            if (kept.Count == 0 && (topic.Stories.Count > 0 || name.Length == 0))
            {
                rest += more;
            }
            else if (kept.Count + more > 0)
            {
                topics.Add(
                    new EditionTopic(
                        name.Length > 0 ? name : CleanStory.From(kept[0], words, view.Date).Topic,
                        [.. kept.Select(story => CleanStory.From(story, words, view.Date))],
                        more,
                        CleanStory.Link(topic.MoreUrl ?? view.SiteUrl)
                    )
                );
            }
        }

        var shown = 1 + topics.Sum(topic => topic.Stories.Count);
        return new Edition
        {
            Lead = CleanStory.From(view.Lead, words, view.Date),
            Topics = topics,
            Rest = rest,
            Shown = shown,
            Total = shown + rest + topics.Sum(topic => topic.More),
        };
    }

    /// <summary>The day; of a summary, what held its alerts back.</summary>
    public static string Dateline(DigestView view, WordList words) =>
        view.Held is { } held ? HeldWords.Title(held.Quiet, words) : words.Dates.Full(view.Date);

    /// <summary>"12 of 29 stories", or "12 stories" when that is all; of a summary "5 alerts held, 22:00–07:00".</summary>
    public string Count(DigestView view, WordList words) =>
        view.Held is { } held ? HeldWords.Count(held.Count, held.From, held.Until, words)
        : Total > Shown ? WordList.Fill(words.Counted("storiesOf", Total), ("shown", $"{Shown}"), ("n", $"{Total}"))
        : WordList.Fill(words.Counted("stories", Shown), ("n", $"{Shown}"));

    /// <summary>The shown stories in reading order.</summary>
    public IEnumerable<CleanStory> Stories => [Lead, .. Topics.SelectMany(topic => topic.Stories)];
}

internal sealed record EditionTopic(string Name, IReadOnlyList<CleanStory> Stories, int More, string? MoreUrl);

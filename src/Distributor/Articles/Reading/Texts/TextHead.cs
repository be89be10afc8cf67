using System.Globalization;
using System.Text.RegularExpressions;
using Distributor.Articles.Reading.Feeds.Dates;
using Distributor.Articles.Topics;
using NodaTime;

namespace Distributor.Articles.Reading.Texts;

/// <summary>What stands above the first paragraph of a scraped text, and how many lines it takes.</summary>
internal sealed partial record TextHead
{
    private const int LongestTitle = 250;
    private const int LongestSection = 40;
    private const int LongestByline = 80;

    /// <summary>The section line as written; null when the text begins with its title.</summary>
    public string? Section { get; private init; }

    public string? Title { get; private init; }

    public string? Author { get; private init; }

    public Instant? PublishedAt { get; private init; }

    /// <summary>The lines below the head.</summary>
    public required IReadOnlyList<string> Rest { get; init; }

    /// <param name="lines">Without furniture; blank lines part paragraphs.</param>
    /// <param name="knownTitle">From front matter; only its repetition is taken then, else null.</param>
    /// <param name="topics">What a section line is recognised by.</param>
    /// <param name="now">No date lies after it.</param>
    public static TextHead Read(IReadOnlyList<string> lines, string? knownTitle, TopicMatcher topics, Instant now)
    {
        var queue = new Queue<string>(lines);
        var head = new TextHead { Rest = [] };
        SkipBlank(queue);
        if (knownTitle is not null)
        {
            if (
                queue.TryPeek(out var first)
                && Plain(first).Equals(knownTitle.Trim(), StringComparison.OrdinalIgnoreCase)
            )
            {
                queue.Dequeue();
            }
        }
        else
        {
            if (IsSectionLine([.. queue.Where(line => line.Length > 0).Take(3)], topics))
            {
                head = head with { Section = Plain(queue.Dequeue()).TrimEnd(':') };
                SkipBlank(queue);
            }
            if (queue.TryPeek(out var title) && Plain(title).Length <= LongestTitle)
            {
                head = head with { Title = Plain(queue.Dequeue()) };
            }
        }
        head = head.WithCredits(queue, now);
        return head with { Rest = [.. queue] };
    }

    private TextHead WithCredits(Queue<string> queue, Instant now)
    {
        var head = this;
        while (true)
        {
            SkipBlank(queue);
            if (!queue.TryPeek(out var line) || line.Length > LongestByline)
            {
                return head;
            }
            if (SetextUnderline().IsMatch(line))
            {
                queue.Dequeue();
            }
            else if (head.Author is null && Byline().Match(line) is { Success: true } byline)
            {
                head = head with { Author = byline.Groups["name"].Value.Trim() };
                queue.Dequeue();
            }
            else if (head.PublishedAt is null && DateLine(line, now) is { } date)
            {
                head = head with { PublishedAt = date };
                queue.Dequeue();
            }
            else
            {
                return head;
            }
        }
    }

    /// <summary>
    /// The first of at least three lines is a section when we know it, or when it is a single word above something that
    /// looks like a title. A known word above a long paragraph is a short title.
    /// </summary>
    private static bool IsSectionLine(string[] firstLines, TopicMatcher topics)
    {
        if (firstLines is not [var first, var second, _] || (first.StartsWith('#') && !second.StartsWith('#')))
        {
            return false;
        }
        var name = Plain(first);
        var title = Plain(second);
        if (name.Length > LongestSection || title.Length > LongestTitle || EndsSentence(name))
        {
            return false;
        }
        var titleLike = second.StartsWith('#') || title.Length <= 150 && title[^1] != '.';
        return titleLike
            && (
                topics.Match(name.TrimEnd(':')) is not null
                || IsOneWord(name) && title.Contains(' ', StringComparison.Ordinal)
            );
    }

    private static bool IsOneWord(string name) => name.Length <= 20 && name.TrimEnd(':').All(char.IsLetter);

    private static bool EndsSentence(string text) => text.Length == 0 || text[^1] is '.' or '!' or '?' or '…';

    private static string Plain(string line) => line.Trim().Trim('#', '*', '_').Trim();

    private static Instant? DateLine(string line, Instant now)
    {
        var date = DatePrefix().Replace(line, "").Trim();
        // The whole line must be a date; the feed's reader would also find one inside a sentence.
        return
            date.Length is >= 6 and <= 45
            && DateTimeOffset.TryParse(date, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out _)
            ? FeedDates.Parse(date, now)
            : null;
    }

    private static void SkipBlank(Queue<string> queue)
    {
        while (queue.TryPeek(out var line) && string.IsNullOrWhiteSpace(line))
        {
            queue.Dequeue();
        }
    }

    [GeneratedRegex(
        @"^(?i:by|von|por|par|written by|author:)\s+(?<name>\p{Lu}[\p{L}\p{M}.'’ -]{1,60}?)(?:\s*[|,•·–—].*)?$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Byline();

    [GeneratedRegex(
        @"^(?:published|updated|posted|last updated|date)(?: on| at)?\s*:?\s*",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex DatePrefix();

    [GeneratedRegex("^(?:=+|-+)$", RegexOptions.CultureInvariant)]
    private static partial Regex SetextUnderline();
}

using System.Net;
using Distributor.Articles.Reading;
using Distributor.Subscribers;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Sources.Pushing;

/// <summary>Checks a pushed article, every field at once, and brings it to the form all articles are taken in.</summary>
internal sealed class PushedArticleReader(PushedArticle pushed, IArticleHtml cleaner, Instant now)
{
    private const int LongestLine = 1_000;
    private const int LongestLead = 10_000;
    private const int LongestAddress = 2_000;
    private const int MostTopics = 50;
    private const int LongestTopic = 80;

    private readonly Dictionary<string, string[]> errors = new(StringComparer.Ordinal);

    /// <summary>What is wrong, by field; empty when the article was read.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => errors;

    public IReadOnlyList<string> Topics { get; private set; } = [];

    /// <returns>Null when there are errors.</returns>
    public ReadArticle? Read()
    {
        var title = Line("title", pushed.Title);
        if (title is null && !errors.ContainsKey("title"))
        {
            Fault("title", "is required; send the headline as plain text.");
        }
        var guid = Text("guid", pushed.Guid, LongestAddress);
        var url = Address("url", pushed.Url);
        var image = Address("image", pushed.Image);
        var lead = Line("lead", pushed.Lead, LongestLead);
        var author = Line("author", pushed.Author);
        var agency = Line("agency", pushed.Agency);
        var language = Language();
        var publishedAt = PublishedAt();
        ReadTopics();
        var html = Text("html", pushed.Html, int.MaxValue);
        var text = Text("text", pushed.Text, int.MaxValue);
        if (html is not null && text is not null)
        {
            Fault("text", "is sent together with html; send one of them.");
        }
        if (errors.Count > 0)
        {
            return null;
        }
        var body = html is not null ? cleaner.Clean(html, url) : FromText(text ?? "");
        return new ReadArticle
        {
            Guid = guid,
            Url = url,
            Title = title!,
            Lead = lead ?? body.Text.Split('\n')[0],
            Html = body.Html,
            Text = body.Text,
            Author = author,
            Agency = agency,
            Image = image is null ? null : new ArticleImage(image),
            Language = language,
            PublishedAt = publishedAt,
            OriginalHtml = html,
        };
    }

    private static CleanHtml FromText(string text)
    {
        var paragraphs = text.Split(
            ['\n', '\r'],
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
        );
        return new CleanHtml(
            string.Concat(paragraphs.Select(paragraph => $"<p>{WebUtility.HtmlEncode(paragraph)}</p>")),
            string.Join('\n', paragraphs),
            []
        );
    }

    private void Fault(string field, string fault) => errors.TryAdd(field, [fault]);

    private string? Text(string field, string? value, int longest)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            Fault(field, "contains the character U+0000; remove it.");
        }
        if (value.Length > longest)
        {
            Fault(field, $"is longer than {longest} characters; shorten it.");
        }
        return value.Trim();
    }

    /// <summary>Plain text on one line.</summary>
    private string? Line(string field, string? value, int longest = LongestLine) =>
        Text(field, value, longest) is { } text
            ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            : null;

    private Uri? Address(string field, string? value)
    {
        if (Text(field, value, LongestAddress) is not { } text)
        {
            return null;
        }
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            return address;
        }
        Fault(field, "is no absolute http or https address, such as https://news.example.org/a/1.");
        return null;
    }

    private string? Language()
    {
        if (Text("language", pushed.Language, LongestLine) is { } tag && !WordLanguages.IsTag(tag))
        {
            Fault("language", "is no language tag, such as en or pt-BR.");
        }
        return string.IsNullOrWhiteSpace(pushed.Language) ? null : pushed.Language.Trim();
    }

    private Instant? PublishedAt()
    {
        if (string.IsNullOrWhiteSpace(pushed.PublishedAt))
        {
            return null;
        }
        var parsed = OffsetDateTimePattern.Rfc3339.Parse(pushed.PublishedAt.Trim());
        if (!parsed.Success)
        {
            Fault("publishedAt", "is no date and time with an offset, such as 2026-11-23T07:30:00Z.");
            return null;
        }
        // A clock that is ahead must not pin an article to the top of every list.
        return Instant.Min(parsed.Value.ToInstant(), now);
    }

    private void ReadTopics()
    {
        var names = pushed.Topics ?? [];
        if (names.Count > MostTopics)
        {
            Fault("topics", $"names more than {MostTopics}; send fewer.");
        }
        else if (
            names.Any(name => string.IsNullOrWhiteSpace(name) || name.Length > LongestTopic || name.Any(char.IsControl))
        )
        {
            Fault("topics", $"must be names of 1 to {LongestTopic} characters, such as [\"World\", \"Climate\"].");
        }
        else
        {
            Topics = [.. names.Select(name => name!.Trim())];
        }
    }
}

using Distributor.Articles.Reading.Charsets;
using Distributor.Articles.Reading.Feeds;
using Distributor.Articles.Reading.Pages;
using Distributor.Articles.Reading.Texts;
using Distributor.Articles.Topics;

namespace Distributor.Articles.Reading;

/// <summary>
/// Reads whatever comes in, a feed, an article page or a text, into articles with recognised topics. Expected faults
/// come back as <see cref="ReadResult.Error"/>, one line that names the file, the fault and the cure.
/// </summary>
public sealed class ArticleReader(FeedReader feeds, PageReader pages, TextArticleReader texts)
{
    /// <param name="raw">The input; longer ones than <see cref="ReadLimits.MaxBytes"/> are refused.</param>
    /// <param name="format">What the caller knows it to be; otherwise content, file name and media type decide.</param>
    /// <param name="topics">The installation's topics; null for the built-in section names.</param>
    public ReadResult Read(RawDocument raw, InputFormat format = InputFormat.Auto, TopicMatcher? topics = null)
    {
        var name = raw.FileName is null ? "the input" : $"\"{Path.GetFileName(raw.FileName)}\"";
        if (InputFaults.Of(raw) is { } fault)
        {
            return ReadResult.Unreadable(InputKinds.Of(raw, "", format), $"{name} {fault}");
        }
        var matcher = topics ?? TopicMatcher.BuiltIn;
        var result = InputKinds.Of(raw, CharsetStep.Decode(raw), format) switch
        {
            InputKind.Feed => WithTopics(feeds.Read(raw), matcher),
            InputKind.Page => pages.Read(raw, matcher),
            _ => texts.Read(raw, matcher),
        };
        return result.Error is null ? result : result with { Error = $"{name}: {result.Error}" };
    }

    private static ReadResult WithTopics(ReadResult result, TopicMatcher matcher) =>
        result with
        {
            Articles =
            [
                .. result.Articles.Select(article => article with { Topics = matcher.MatchAll(article.Categories) }),
            ],
        };
}

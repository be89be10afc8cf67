using Distributor.Articles.Reading.Feeds.Fields;
using Distributor.Articles.Reading.Feeds.Xml;
using NodaTime;

namespace Distributor.Articles.Reading.Feeds;

/// <summary>What an item may take from the feed around it.</summary>
sealed record FeedDefaults(string? Author, string? Language);

/// <summary>Makes an article of one item of an XML feed, one line per field.</summary>
sealed class FeedItemReader(FeedBody body, Instant now)
{
    /// <summary>Null when there is neither a title nor a text.</summary>
    public ReadArticle? Read(FeedElement item, FeedDefaults defaults)
    {
        WithoutTheCutOffValue(item);
        var content = ItemContent.Of(item);
        var text = body.Read(content);
        var title = ItemTitle.Of(item) ?? ItemTitle.OutOf(text.Text is "" ? text.Lead : text.Text);
        if (title.Length == 0)
            return null;
        var enclosures = ItemLinks.Enclosures(item);
        return new ReadArticle
        {
            Guid = ItemLinks.Guid(item),
            Url = ItemLinks.Url(item),
            Title = title,
            Lead = text.Lead,
            Html = text.Html,
            Text = text.Text,
            Author = ItemAuthors.Of(item) ?? defaults.Author,
            Image = ItemImage.Of(item, enclosures, content.Html, content.Base),
            Language = Language(item) ?? defaults.Language,
            PublishedAt = ItemDates.PublishedAt(item, now),
            UpdatedAt = ItemDates.UpdatedAt(item, now),
            Categories = ItemCategories.Of(item),
            Enclosures = enclosures,
            OriginalHtml = content.Html.Length == 0 ? null : content.Html,
            IsExcerpt = text.IsExcerpt,
        };
    }

    static string? Language(FeedElement item) =>
        LanguageTags.Of(item.First(Vocabulary.DublinCore, "language")?.Text())
        ?? LanguageTags.Of(item.First(Vocabulary.Rss, "language")?.Text())
        ?? LanguageTags.Of(item.Attribute(Vocabulary.Xml, "lang"));

    /// <summary>
    /// Half an address or date at the end of a cut-off feed is a wrong one. Half a text is still news, and what it lacks
    /// comes as a correction.
    /// </summary>
    static void WithoutTheCutOffValue(FeedElement item)
    {
        if (item.Elements.LastOrDefault() is { IsCutOff: true } last && !IsText(last))
            item.Remove(last);
    }

    static bool IsText(FeedElement element) =>
        element.Name is "description" or "encoded" or "content" or "summary" or "body" or "div" or "fullitem";
}

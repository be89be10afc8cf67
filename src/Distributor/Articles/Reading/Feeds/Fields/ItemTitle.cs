using Distributor.Articles.Reading.Feeds.Xml;

namespace Distributor.Articles.Reading.Feeds.Fields;

/// <summary>The title of a feed or an item.</summary>
static class ItemTitle
{
    /// <summary>Length of a title made of the first words of a text.</summary>
    const int MadeUpLength = 80;

    /// <summary>Null when there is none or nothing is left of it.</summary>
    public static string? Of(FeedElement element) =>
        new[]
        {
            element.First(Vocabulary.Rss, "title"),
            element.First(Vocabulary.Atom, "title"),
            element.First(Vocabulary.DublinCore, "title"),
            element.First(Vocabulary.Media, "title"),
            element.First(Vocabulary.Media, "group")?.First(Vocabulary.Media, "title"),
            element.First(Vocabulary.ITunes, "title"),
        }
            .Select(found => found is null ? "" : PlainText.Shorten(TextConstruct.Line(found), PlainText.MaxTitle))
            .FirstOrDefault(title => title.Length > 0);

    /// <summary>Notes and posts of social networks have no title: their first words are it.</summary>
    public static string OutOf(string text) => PlainText.Shorten(PlainText.OneLine(text.Split('\n')[0]), MadeUpLength);
}

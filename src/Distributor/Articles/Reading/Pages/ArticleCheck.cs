namespace Distributor.Articles.Reading.Pages;

/// <summary>Tells an article from a front page, an error page or a teaser.</summary>
internal static class ArticleCheck
{
    private const int FewestOfDeclared = 40;
    private const int FewestOfReadable = 60;

    /// <summary>Below this SmartReader's own judgement fails: it calls every short news item unreadable.</summary>
    private const int FewestOfOthers = 140;

    private const int ShortestSentence = 40;

    public static bool IsArticle(string text, PageMetadata metadata, bool looksReadable)
    {
        var needed =
            metadata.IsDeclaredArticle ? FewestOfDeclared
            : looksReadable ? FewestOfReadable
            : FewestOfOthers;
        return text.Length >= needed
            && (looksReadable || metadata.IsDeclaredArticle || text.Split('\n').Any(IsSentence));
    }

    private static bool IsSentence(string line) =>
        line.Length >= ShortestSentence
        && line[^1] is '.' or '!' or '?' or '…' or '”' or '"' or '»' or '。' or '؟' or '।';
}

using Distributor.Digests;
using Distributor.Planning.Forecasts;

namespace Distributor.Articles.Desk;

public static class ArticleDeskServices
{
    /// <summary>What pages and API show of articles and do with them.</summary>
    public static IServiceCollection AddArticleDesk(this IServiceCollection services) =>
        services
            .AddSingleton<DigestedStories>()
            .AddSingleton<ArticleList>()
            .AddSingleton<ArticleDossiers>()
            .AddSingleton<ArticleDesk>()
            .AddSingleton<Retraction>()
            .AddSingleton<AlertForecast>()
            .AddSingleton<ReaderAnswers>();
}

using Distributor.Articles.Reading.Feeds;
using Distributor.Articles.Reading.Pages;
using Distributor.Articles.Reading.Sanitizing;
using Distributor.Articles.Reading.Texts;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NodaTime;

namespace Distributor.Articles.Reading;

public static class ArticleReadingServices
{
    /// <summary>The readers of feeds, pages and texts; all of them stateless and safe for concurrent calls.</summary>
    public static IServiceCollection AddArticleReading(this IServiceCollection services)
    {
        services.TryAddSingleton<IClock>(SystemClock.Instance);
        return services
            .AddSingleton<IArticleHtml, ArticleHtml>()
            .AddSingleton<FeedReader>()
            .AddSingleton<PageReader>()
            .AddSingleton<TextArticleReader>()
            .AddSingleton<ArticleReader>();
    }
}

using Distributor.Subscribers;

namespace Distributor.Planning.Summaries;

public static class SummaryServices
{
    /// <summary>Quiet hours, the alert cap, and the one message that stands for many.</summary>
    public static IServiceCollection AddSummaries(this IServiceCollection services)
    {
        services.AddSingleton<QuietPeriods>();
        services.AddSingleton<SummaryRuns>();
        services.AddSingleton<QuietSummaries>();
        services.AddSingleton<AlertCaps>();
        services.AddSingleton<SummaryEditions>();
        return services;
    }
}

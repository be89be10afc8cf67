using Distributor.Sources;
using Distributor.Storage;
using NodaTime;

namespace Distributor;

/// <summary>What the application is made of: one line a concern, each beside its own code.</summary>
public static class App
{
    public static void AddDistributor(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IClock>(SystemClock.Instance);
        services.AddSingleton(TimeProvider.System);
        services.AddStorage(builder.Configuration);
        services.AddSources(builder.Configuration);
    }

    public static void MapDistributor(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("ok"));
    }
}

using System.Diagnostics.Metrics;
using System.Reflection;
using Distributor.Settings;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Distributor.Telemetry;

public static class TelemetryServices
{
    /// <summary>Npgsql's meter.</summary>
    internal const string Driver = "Npgsql";

    /// <summary>Ours and the platform's: ASP.NET Core, the driver of PostgreSQL, the process and its runtime.</summary>
    private static readonly string[] Meters =
    [
        Instrumentation.Name,
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        Driver,
        "System.Runtime",
    ];

    /// <summary>
    /// The instruments, and who reads them: <c>/metrics</c> when it is on, and a collector when the usual
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names one. Without a reader an instrument costs a look at a field.
    /// </summary>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<MetricsOptions>(configuration, MetricsOptions.Section);
        services.AddSingleton<RunTraces>();
        services.AddSingleton<SendingTelemetry>();
        services.AddSingleton<PlanningTelemetry>();
        services.AddSingleton<SourceTelemetry>();
        services.AddSingleton<BotTelemetry>();
        services.AddSingleton<Gauges>();

        var isScraped = IsScraped(configuration);
        var hasCollector = configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 };
        if (isScraped || hasCollector)
        {
            var telemetry = services.AddOpenTelemetry();
            telemetry.ConfigureResource(resource => Name(resource, configuration));
            telemetry.WithMetrics(metrics => Read(metrics, isScraped, hasCollector));
            if (hasCollector)
            {
                // Not ASP.NET Core's own spans: they hold the paths of requests, and some paths are signed links.
                telemetry.WithTracing(tracing => tracing.AddSource(Instrumentation.Name).AddOtlpExporter());
            }
        }
        return services;
    }

    /// <summary>A value that cannot be read stops the start; here it only must not throw.</summary>
    internal static bool IsScraped(IConfiguration configuration) =>
        configuration[$"{MetricsOptions.Section}:{nameof(MetricsOptions.Enabled)}"] is not { Length: > 0 } text
        || (bool.TryParse(text, out var isOn) && isOn);

    private static void Read(MeterProviderBuilder metrics, bool isScraped, bool hasCollector)
    {
        metrics.AddMeter(Meters);
        metrics.AddView(WithoutPools);
        if (isScraped)
        {
            metrics.AddPrometheusExporter(prometheus =>
            {
                prometheus.ScopeInfoEnabled = false;
                // The gauges are read for each request anyway, at most once a second.
                prometheus.ScrapeResponseCacheDurationMilliseconds = 0;
            });
        }
        if (hasCollector)
        {
            metrics.AddOtlpExporter();
        }
    }

    /// <summary>
    /// A pool of the driver is named by its connection string, and what one pool says cannot be told from another's without the
    /// name: such instruments are left out, <see cref="DatabaseConnections"/> sums what they say.
    /// </summary>
    private static MetricStreamConfiguration? WithoutPools(Instrument instrument) =>
        instrument.Meter.Name != Driver ? null
        : instrument.IsObservable ? MetricStreamConfiguration.Drop
        : new MetricStreamConfiguration { TagKeys = ["error.type"] };

    /// <summary><c>OTEL_SERVICE_NAME</c> and <c>OTEL_RESOURCE_ATTRIBUTES</c> go before what we would say.</summary>
    private static void Name(ResourceBuilder resource, IConfiguration configuration)
    {
        if (configuration["OTEL_SERVICE_NAME"] is not { Length: > 0 })
        {
            resource.AddService("distributor", serviceVersion: Version);
        }
    }

    private static string Version =>
        typeof(TelemetryServices)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()
            ?.InformationalVersion.Split('+')[0]
        ?? "";
}

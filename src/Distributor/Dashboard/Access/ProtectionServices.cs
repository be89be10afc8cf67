using Distributor.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Distributor.Dashboard.Access;

/// <summary>The keys that seal cookies and forms lie in the database: every instance has them, and a restart signs nobody out.</summary>
internal static class ProtectionServices
{
    public static void AddProtectionKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName("distributor");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<Database>((keys, database) => keys.XmlRepository = new ProtectionKeys(database));
        // It warns that the keys are not themselves encrypted; whoever reads this database has everything already.
        services.AddLogging(logs => logs.AddFilter(typeof(KeyManagementOptions).Namespace, LogLevel.Error));
        // A form without its token is told to its sender; anybody can send one, so it is no news.
        services.AddLogging(logs => logs.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error));
    }

    /// <summary>
    /// The framework's hosted service would read its keys while the host starts, before the database is migrated or even there.
    /// Several of its parts register it, so this comes after them.
    /// </summary>
    public static void WithoutEarlyKeys(this IServiceCollection services)
    {
        foreach (var early in services.Where(IsEarly).ToList())
        {
            services.Remove(early);
        }
    }

    private static bool IsEarly(ServiceDescriptor service) =>
        !service.IsKeyedService && service.ImplementationType?.Name == "DataProtectionHostedService";
}

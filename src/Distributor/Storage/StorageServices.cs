using Distributor.Storage.Ownership;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Storage;

public static class StorageServices
{
    /// <summary>The database of this process: PostgreSQL when <c>ConnectionStrings:Distributor</c> is set, else SQLite.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<StorageOptions>().Bind(configuration.GetSection(StorageOptions.Section));
        services.AddSingleton<Database>();
        services.AddSingleton<IDbContextFactory<DistributorDb>>(provider => provider.GetRequiredService<Database>());
        services.AddScoped(provider => provider.GetRequiredService<Database>().CreateDbContext());
        services.AddSingleton<DatabaseOwnership>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<Partitions>();
        return services;
    }
}

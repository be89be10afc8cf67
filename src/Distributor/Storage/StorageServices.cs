using Distributor.Delivery;
using Distributor.Settings;
using Distributor.Storage.Ownership;
using Distributor.Storage.Postgres;
using Distributor.Storage.Sqlite;
using Distributor.Storage.Startup;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Storage;

public static class StorageServices
{
    /// <summary>The database of this process: PostgreSQL when <c>ConnectionStrings:Distributor</c> is set, else SQLite.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<StorageOptions, StorageOptionsValidator>(configuration, StorageOptions.Section);
        services.AddSingleton<Database>();
        services.AddSingleton<IDbContextFactory<DistributorDb>>(provider => provider.GetRequiredService<Database>());
        services.AddScoped(provider => provider.GetRequiredService<Database>().CreateDbContext());
        services.AddSingleton<DatabaseOwnership>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<Partitions>();
        services.AddSingleton<DatabaseStartup>();
        services.AddSingleton<Secrets>();
        services.AddSingleton<ILedger>(provider =>
        {
            var database = provider.GetRequiredService<Database>();
            return database.Pools is { } pools
                ? new PostgresLedger(pools.Ledger)
                : new SqliteLedger(database.ConnectionString);
        });
        return services;
    }
}

using Distributor.Settings;
using Distributor.Storage;
using Hangfire;
using Hangfire.AspNetCore;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Npgsql;

namespace Distributor.Jobs;

/// <summary>
/// Hangfire as this project uses it. What a default would break is said beside the setting that mends it. Nothing here uses
/// the static <c>BackgroundJob</c> or <c>JobStorage.Current</c>: several hosts in one process (tests) would share them.
/// </summary>
public static class JobServices
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    /// <summary>Storage and servers, for <c>serve</c> and <c>work</c>.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<JobsOptions, JobsOptionsValidator>(configuration, JobsOptions.Section);
        // Ours before Hangfire's own, which would hand out the static ones: the last host's of the process.
        services.AddSingleton(provider => Storage(provider.GetRequiredService<Database>()));
        services.AddSingleton<JobActivator>(provider => new AspNetCoreJobActivator(
            provider.GetRequiredService<IServiceScopeFactory>()
        ));
        services.AddHangfire(
            (provider, hangfire) =>
                hangfire
                    .UseLogProvider(new LastingLogs(provider.GetRequiredService<ILoggerFactory>()))
                    .SetDataCompatibilityLevel(CompatibilityLevel.Version_180)
                    .UseSimpleAssemblyNameTypeSerializer()
                    .UseRecommendedSerializerSettings()
        );
        services.AddSingleton<RunLauncher>();
        // Made when first used: the storage needs a database that answers, and the process must start without one.
        services.AddSingleton(provider => new Lazy<RunLauncher>(provider.GetRequiredService<RunLauncher>));
        services.AddHostedService<JobServers>();
        services.AddSingleton<RunSweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<RunSweeper>());
        services.AddHostedService<RecurringJobsRegistration>();
        return services;
    }

    private static JobStorage Storage(Database database)
    {
        if (database.Provider == DatabaseProvider.Sqlite)
        {
            // Dies with the process; the sweeper makes from the ledger what was in it.
            return new InMemoryStorage(
                new InMemoryStorageOptions
                {
                    MaxExpirationTime = TimeSpan.FromHours(1),
                    // Numbers would begin again with each process, and a run's old id would name another run's job.
                    IdType = InMemoryStorageIdType.Guid,
                }
            );
        }
        var options = PostgresOptions();
        var connection = PostgresConnection(database.Pools!.Jobs);
        return new PostgreSqlStorage(new NpgsqlConnectionFactory(connection, options), options)
        {
            JobExpirationTimeout = TimeSpan.FromHours(6), // its statistics count the whole job table
        };
    }

    internal static PostgreSqlStorageOptions PostgresOptions() =>
        new()
        {
            SchemaName = "hangfire",
            QueuePollInterval = Second, // 15 s: what another instance enqueued or gave back would wait so long
            EnableLongPolling = false, // a connection for each idle worker; a job of this process wakes its workers without
            UseSlidingInvisibilityTimeout = true, // else a job longer than the timeout runs twice
            InvisibilityTimeout = 30 * Second, // 30 min: how long a killed instance's job stays lost
            DistributedLockTimeout = 30 * Second, // 10 min: no recurring job after a kill for so long. Hold no long lock.
            AllowDegradedModeWithoutStorage = false, // else a schema that failed is swallowed
            JobExpirationCheckInterval = TimeSpan.FromMinutes(10),
            DeleteExpiredBatchSize = 5_000,
        };

    internal static string PostgresConnection(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            Options = "-c synchronous_commit=off", // a lost job is planned again from the ledger; five times as fast
        }.ConnectionString;
}

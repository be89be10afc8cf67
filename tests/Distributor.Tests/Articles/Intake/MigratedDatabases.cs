using Distributor.Storage;
using Distributor.Testing;

namespace Distributor.Tests.Articles.Intake;

/// <summary>Hands every test of a class a migrated database of its own.</summary>
public sealed class MigratedDatabases : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public async Task<IntakeWorld> CreateAsync(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.Postgres)
        {
            var copy = await MigratedTemplate.CopyPostgresAsync();
            return new IntakeWorld(new Database(copy.ConnectionString, ""), copy);
        }
        var file = Path.Combine(directory.Path, $"{Guid.NewGuid():N}.db");
        await MigratedTemplate.CopySqliteAsync(file);
        return new IntakeWorld(new Database(null, file), null);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory.Dispose();
    }
}

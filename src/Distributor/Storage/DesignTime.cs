using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Distributor.Storage;

/// <summary>Lets <c>dotnet ef migrations add NAME --context PostgresDb</c> build the model without a server.</summary>
internal sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresDb>
{
    public PostgresDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<PostgresDb>();
        DatabaseOptions.UsePostgres(options, "Host=localhost;Database=design");
        return new PostgresDb(options.Options);
    }
}

/// <summary>The same for <c>--context SqliteDb</c>.</summary>
internal sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteDb>
{
    public SqliteDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<SqliteDb>();
        DatabaseOptions.UseSqlite(options, "design.db");
        return new SqliteDb(options.Options);
    }
}

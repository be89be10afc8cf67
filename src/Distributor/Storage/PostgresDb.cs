using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Storage;

/// <summary>PostgreSQL: <c>timestamptz</c>, arrays, and a ledger partitioned by month.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : DistributorDb(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder
            .Entity<Address>()
            .Property(address => address.ChatId)
            .HasComputedColumnSql(
                "CASE WHEN channel = 2 AND value ~ '^-?[0-9]+(/|$)' THEN split_part(value, '/', 1)::bigint END",
                stored: true
            );
    }
}

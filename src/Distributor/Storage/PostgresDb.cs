using Microsoft.EntityFrameworkCore;

namespace Distributor.Storage;

/// <summary>PostgreSQL: <c>timestamptz</c>, arrays, and a ledger partitioned by month.</summary>
public sealed class PostgresDb(DbContextOptions<PostgresDb> options) : DistributorDb(options);

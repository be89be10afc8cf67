using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Storage;

/// <summary>SQLite: times as UTC ticks (100 ns since 1970), dates and local times as ISO text, lists as JSON.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : DistributorDb(options)
{
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<Instant>().HaveConversion<InstantAsTicks>();
        configurationBuilder.Properties<LocalDate>().HaveConversion<LocalDateAsText>();
        configurationBuilder.Properties<LocalTime>().HaveConversion<LocalTimeAsText>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // A cast reads the digits up to the slash of a forum topic.
        modelBuilder
            .Entity<Address>()
            .Property(address => address.ChatId)
            .HasComputedColumnSql("CASE WHEN channel = 2 THEN CAST(value AS INTEGER) END", stored: false);
    }

    private sealed class InstantAsTicks()
        : ValueConverter<Instant, long>(
            instant => instant.ToUnixTimeTicks(),
            ticks => Instant.FromUnixTimeTicks(ticks)
        );

    private sealed class LocalDateAsText()
        : ValueConverter<LocalDate, string>(
            date => LocalDatePattern.Iso.Format(date),
            text => LocalDatePattern.Iso.Parse(text).Value
        );

    private sealed class LocalTimeAsText()
        : ValueConverter<LocalTime, string>(
            time => LocalTimePattern.ExtendedIso.Format(time),
            text => LocalTimePattern.ExtendedIso.Parse(text).Value
        );
}

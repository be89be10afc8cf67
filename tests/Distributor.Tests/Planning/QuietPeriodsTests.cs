using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Tests.Ledger;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Planning;

/// <summary>The two instants of quiet hours, kept current through a year on both databases.</summary>
public abstract class QuietPeriodsTests(DatabaseProvider provider) : IAsyncLifetime
{
    private readonly FixedClock clock = new(Instant.FromUtc(2026, 3, 28, 12, 0));
    private TestStore store = null!;
    private LedgerWorld world = null!;
    private int topic;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private QuietPeriods Periods => new(store.Database, clock);

    public async ValueTask InitializeAsync()
    {
        store = await TestStore.CreateAsync(provider);
        world = new LedgerWorld(store);
        topic = await world.TopicAsync("World");
    }

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task What_is_over_moves_to_the_next_night_and_nothing_else_does()
    {
        var berlin = await AddressAsync("Europe/Berlin");
        var tokyo = await AddressAsync("Asia/Tokyo"); // its night is 13:00 to 22:00 UTC
        await AddressAsync("Europe/Berlin", quiet: false);

        Assert.Equal(0, await Periods.MoveAsync(Token));
        clock.Now = Instant.FromUtc(2026, 3, 28, 22, 0);
        Assert.Equal(1, await Periods.MoveAsync(Token));
        Assert.Equal(0, await Periods.MoveAsync(Token));

        Assert.Equal(Night(28, 21, 29, 5), await PeriodAsync(berlin)); // the clocks change in that night
        Assert.Equal(Night(29, 13, 29, 22), await PeriodAsync(tokyo));
        clock.Now = Instant.FromUtc(2026, 3, 29, 5, 0);
        Assert.Equal(1, await Periods.MoveAsync(Token));
        Assert.Equal(Night(29, 20, 30, 5), await PeriodAsync(berlin));
    }

    [Fact]
    public async Task A_year_of_minutes_lost_is_made_good_in_one_look()
    {
        var id = await AddressAsync("Europe/Berlin");
        clock.Now = Instant.FromUtc(2027, 3, 28, 12, 0);

        Assert.Equal(1, await Periods.MoveAsync(Token));

        Assert.Equal((Instant.FromUtc(2027, 3, 28, 20, 0), Instant.FromUtc(2027, 3, 29, 5, 0)), await PeriodAsync(id));
    }

    [Fact]
    public async Task With_other_zone_data_all_are_computed_anew()
    {
        var wrong = await AddressAsync("Europe/Berlin");
        await AddressAsync("Asia/Tokyo");
        await using (var db = store.Open())
        {
            await db
                .Addresses.Where(a => a.Id == wrong)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(a => a.QuietUntil, Instant.FromUtc(2026, 3, 29, 6, 0)),
                    Token
                );
        }

        Assert.Equal(1, await Periods.RecomputeAsync(Token));
        Assert.Equal(Night(28, 21, 29, 5), await PeriodAsync(wrong));
    }

    private static (Instant, Instant) Night(int fromDay, int fromHour, int untilDay, int untilHour) =>
        (Instant.FromUtc(2026, 3, fromDay, fromHour, 0), Instant.FromUtc(2026, 3, untilDay, untilHour, 0));

    private async Task<(Instant, Instant)> PeriodAsync(long id)
    {
        await using var db = store.Open();
        var address = await db.Addresses.AsNoTracking().SingleAsync(a => a.Id == id, Token);
        return (address.QuietFrom!.Value, address.QuietUntil!.Value);
    }

    /// <summary>Quiet from 22 to 7 on its own clock.</summary>
    private async Task<long> AddressAsync(string zone, bool quiet = true)
    {
        var id = await world.AddressAsync(topic);
        await using var db = store.Open();
        var address = await db.Addresses.SingleAsync(a => a.Id == id, Token);
        address.TimeZone = zone;
        address.QuietStart = quiet ? new LocalTime(22, 0) : null;
        address.QuietEnd = quiet ? new LocalTime(7, 0) : null;
        QuietHours.Apply(address, clock.Now);
        await db.SaveChangesAsync(Token);
        return id;
    }
}

public sealed class PostgresQuietPeriodsTests() : QuietPeriodsTests(DatabaseProvider.Postgres);

public sealed class SqliteQuietPeriodsTests() : QuietPeriodsTests(DatabaseProvider.Sqlite);

using CsCheck;
using Distributor.Digests;
using Distributor.Subscribers;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Digests;

public sealed class NextDigestTests
{
    private static readonly LocalTime Morning = new(7, 30);

    private static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    [Fact]
    public void The_digest_of_today_comes_today_and_then_tomorrow()
    {
        var zone = Zone("Europe/Madrid");
        var first = NextDigest.After(Instant.FromUtc(2026, 11, 23, 6, 0), Morning, zone, Cadence.Daily);
        Assert.Equal(Instant.FromUtc(2026, 11, 23, 6, 30), first);
        Assert.Equal(Instant.FromUtc(2026, 11, 24, 6, 30), NextDigest.After(first, Morning, zone, Cadence.Daily));
    }

    [Fact]
    public void A_time_the_clock_jumps_over_moves_forward_by_the_jump()
    {
        var zone = Zone("Europe/Berlin");
        var next = NextDigest.After(Instant.FromUtc(2026, 3, 28, 12, 0), new(2, 30), zone, Cadence.Daily);
        Assert.Equal(new LocalDateTime(2026, 3, 29, 3, 30), next.InZone(zone).LocalDateTime);
    }

    [Fact]
    public void A_time_the_clock_shows_twice_is_taken_the_first_time_and_once()
    {
        var zone = Zone("Europe/Berlin");
        var next = NextDigest.After(Instant.FromUtc(2026, 10, 24, 12, 0), new(2, 30), zone, Cadence.Daily);
        Assert.Equal(Instant.FromUtc(2026, 10, 25, 0, 30), next);
        Assert.Equal(Instant.FromUtc(2026, 10, 26, 1, 30), NextDigest.After(next, new(2, 30), zone, Cadence.Daily));
    }

    [Fact]
    public void A_date_the_zone_does_not_have_gets_none()
    {
        var zone = Zone("Pacific/Apia");
        var last = NextDigest.After(Instant.FromUtc(2011, 12, 29, 0, 0), Morning, zone, Cadence.Daily);
        Assert.Equal(new LocalDate(2011, 12, 29), last.InZone(zone).Date);
        var next = NextDigest.After(last, Morning, zone, Cadence.Daily);
        Assert.Equal(new LocalDateTime(2011, 12, 31, 7, 30), next.InZone(zone).LocalDateTime);
    }

    [Fact]
    public void A_jump_over_midnight_keeps_the_digest_on_its_day()
    {
        // Toronto's clocks went from 23:30 on 30 March 1919 to 00:30 on the 31st.
        var zone = Zone("America/Toronto");
        var due = NextDigest.On(new LocalDate(1919, 3, 30), new LocalTime(23, 45), zone);
        Assert.Equal(new LocalDateTime(1919, 3, 30, 23, 29), due!.Value.InZone(zone).LocalDateTime);
    }

    [Fact]
    public void A_weekly_digest_comes_on_Mondays()
    {
        var zone = Zone("Asia/Tokyo");
        var next = NextDigest.After(Instant.FromUtc(2026, 11, 23, 0, 0), Morning, zone, Cadence.Weekly);
        Assert.Equal(new LocalDateTime(2026, 11, 30, 7, 30), next.InZone(zone).LocalDateTime);
        Assert.Equal(
            new LocalDateTime(2026, 12, 7, 7, 30),
            NextDigest.After(next, Morning, zone, Cadence.Weekly).InZone(zone).LocalDateTime
        );
    }

    [Fact]
    public void There_is_one_digest_on_every_local_day_around_every_change_of_every_zone()
    {
        var from = Instant.FromUtc(2020, 1, 1, 0, 0);
        var to = Instant.FromUtc(2031, 1, 1, 0, 0);
        LocalTime[] times = [LocalTime.Midnight, new(0, 30), new(2, 30), Morning, new(23, 30), new(23, 59)];
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids)
        {
            var zone = Zone(id);
            foreach (var change in zone.GetZoneIntervals(from, to).Where(i => i.HasStart && i.Start > from))
            {
                foreach (var time in times)
                {
                    Walk(change.Start - Duration.FromDays(2), time, zone, 5);
                }
            }
        }
    }

    [Fact]
    public void There_is_one_digest_on_every_local_day_wherever_the_walk_begins()
    {
        var ids = DateTimeZoneProviders.Tzdb.Ids.ToArray();
        Gen.Select(
                Gen.Int[0, ids.Length - 1],
                Gen.Long[Instant.FromUtc(2020, 1, 1, 0, 0).ToUnixTimeSeconds(), 1_924_992_000],
                Gen.Int[0, 1439]
            )
            .Sample(
                (zone, second, minute) =>
                    Walk(
                        Instant.FromUnixTimeSeconds(second),
                        LocalTime.Midnight.PlusMinutes(minute),
                        Zone(ids[zone]),
                        400
                    ),
                iter: 300
            );
    }

    private static void Walk(Instant start, LocalTime time, DateTimeZone zone, int days)
    {
        var now = NextDigest.After(start, time, zone, Cadence.Daily);
        Assert.True(now > start);
        for (var day = 0; day < days; day++)
        {
            var next = NextDigest.After(now, time, zone, Cadence.Daily);
            var (before, after) = (now.InZone(zone).Date, next.InZone(zone).Date);
            Assert.True(after > before, $"{zone.Id}: {before} twice");
            for (var skipped = before.PlusDays(1); skipped < after; skipped = skipped.PlusDays(1))
            {
                var mapping = zone.MapLocal(skipped.At(new LocalTime(12, 0)));
                Assert.True(mapping.Count == 0, $"{zone.Id}: {skipped} skipped");
            }
            now = next;
        }
    }
}

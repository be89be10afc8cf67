using CsCheck;
using Distributor.Channels;
using Distributor.Subscribers;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Subscribers;

public sealed class QuietHoursTests
{
    private static readonly LocalTime Evening = new(22, 0);
    private static readonly LocalTime Morning = new(7, 0);

    private static DateTimeZone Zone(string id) => DateTimeZoneProviders.Tzdb[id];

    [Fact]
    public void By_day_the_coming_night_is_next_and_at_night_it_is_this_one()
    {
        var zone = Zone("Europe/Madrid"); // an hour ahead of UTC in November
        var night = new QuietPeriod(Instant.FromUtc(2026, 11, 23, 21, 0), Instant.FromUtc(2026, 11, 24, 6, 0));

        Assert.Equal(night, QuietHours.At(Instant.FromUtc(2026, 11, 23, 12, 0), Evening, Morning, zone));
        Assert.Equal(night, QuietHours.At(Instant.FromUtc(2026, 11, 23, 23, 0), Evening, Morning, zone));
        Assert.Equal(night, QuietHours.At(Instant.FromUtc(2026, 11, 24, 5, 59), Evening, Morning, zone));
        // Its end is no part of it.
        Assert.Equal(
            new QuietPeriod(Instant.FromUtc(2026, 11, 24, 21, 0), Instant.FromUtc(2026, 11, 25, 6, 0)),
            QuietHours.At(Instant.FromUtc(2026, 11, 24, 6, 0), Evening, Morning, zone)
        );
    }

    [Fact]
    public void Quiet_hours_within_a_day_end_on_that_day() =>
        Assert.Equal(
            new QuietPeriod(Instant.FromUtc(2026, 11, 24, 4, 0), Instant.FromUtc(2026, 11, 24, 6, 30)),
            QuietHours.At(Instant.FromUtc(2026, 11, 23, 12, 0), new(13, 0), new(15, 30), Zone("Asia/Tokyo"))
        );

    [Fact]
    public void The_same_hour_twice_is_no_quiet_at_all() =>
        Assert.Null(QuietHours.At(Instant.FromUtc(2026, 11, 23, 12, 0), Evening, Evening, Zone("Asia/Tokyo")));

    [Fact]
    public void An_hour_the_clock_jumps_over_is_reached_at_the_jump()
    {
        var zone = Zone("Europe/Berlin"); // 02:00 became 03:00 on 29 March 2026, at 01:00 UTC
        var now = Instant.FromUtc(2026, 3, 28, 22, 0);
        var jump = Instant.FromUtc(2026, 3, 29, 1, 0);

        Assert.Equal(jump, QuietHours.At(now, Evening, new(2, 30), zone)!.Value.Until);
        Assert.Equal(jump, QuietHours.At(now, new(2, 30), Morning, zone)!.Value.From);
        // Both in the jump: that night has none, the next one has.
        Assert.Equal(Instant.FromUtc(2026, 3, 30, 0, 15), QuietHours.At(now, new(2, 15), new(2, 45), zone)!.Value.From);
    }

    [Fact]
    public void An_hour_the_clock_shows_twice_is_reached_the_first_time()
    {
        var zone = Zone("Europe/Berlin"); // 03:00 became 02:00 on 25 October 2026, at 01:00 UTC
        var now = Instant.FromUtc(2026, 10, 24, 22, 0);

        Assert.Equal(Instant.FromUtc(2026, 10, 25, 0, 30), QuietHours.At(now, Evening, new(2, 30), zone)!.Value.Until);
        Assert.Equal(
            new QuietPeriod(Instant.FromUtc(2026, 10, 25, 0, 30), Instant.FromUtc(2026, 10, 25, 2, 30)),
            QuietHours.At(now, new(2, 30), new(3, 30), zone)
        );
    }

    [Fact]
    public void Applying_them_writes_the_instants_and_clears_them()
    {
        var now = Instant.FromUtc(2026, 11, 23, 12, 0);
        var address = new Address
        {
            Channel = ChannelKind.Telegram,
            Value = "77",
            StateSince = now,
            LaneId = 2,
            Language = "en",
            TimeZone = "Europe/Madrid",
            CreatedAt = now,
            QuietStart = Evening,
            QuietEnd = Morning,
        };
        QuietHours.Apply(address, now);
        Assert.Equal(Instant.FromUtc(2026, 11, 23, 21, 0), address.QuietFrom);
        Assert.Equal(Instant.FromUtc(2026, 11, 24, 6, 0), address.QuietUntil);

        address.QuietEnd = null;
        QuietHours.Apply(address, now);
        Assert.Null(address.QuietFrom);
        Assert.Null(address.QuietUntil);
    }

    [Fact]
    public void In_every_zone_periods_follow_each_other_and_begin_and_end_when_the_clock_reaches_the_hour()
    {
        var ids = DateTimeZoneProviders.Tzdb.Ids.ToArray();
        Gen.Select(
                Gen.Int[0, ids.Length - 1],
                Gen.Long[Instant.FromUtc(2010, 1, 1, 0, 0).ToUnixTimeSeconds(), 1_924_992_000],
                Gen.Int[0, 1439],
                Gen.Int[0, 1439]
            )
            .Sample(
                (zone, second, start, end) =>
                    Walk(
                        Instant.FromUnixTimeSeconds(second),
                        LocalTime.Midnight.PlusMinutes(start),
                        LocalTime.Midnight.PlusMinutes(end),
                        Zone(ids[zone])
                    ),
                iter: 2_000
            );
    }

    [Fact]
    public void Around_every_change_of_every_zone_too()
    {
        var (from, to) = (Instant.FromUtc(2020, 1, 1, 0, 0), Instant.FromUtc(2031, 1, 1, 0, 0));
        (LocalTime Start, LocalTime End)[] hours =
        [
            (Evening, Morning),
            (new(2, 15), new(2, 45)),
            (new(2, 30), new(1, 30)),
            (new(23, 30), LocalTime.Midnight),
            (LocalTime.Midnight, new(0, 30)),
        ];
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids)
        {
            var zone = Zone(id);
            foreach (var change in zone.GetZoneIntervals(from, to).Where(i => i.HasStart && i.Start > from))
            {
                foreach (var (start, end) in hours)
                {
                    Walk(change.Start - Duration.FromDays(3), start, end, zone);
                }
            }
        }
    }

    private static void Walk(Instant now, LocalTime start, LocalTime end, DateTimeZone zone)
    {
        if (start == end)
        {
            Assert.Null(QuietHours.At(now, start, end, zone));
            return;
        }
        var last = now;
        for (var i = 0; i < 6; i++)
        {
            var period = QuietHours.At(now, start, end, zone)!.Value;
            Assert.True(period.From < period.Until, $"{zone.Id}: a period without a length");
            Assert.True(period.Until > now, $"{zone.Id}: a period of the past");
            Assert.True(i == 0 || period.From >= last, $"{zone.Id}: periods overlap");
            Assert.True(period.From - now <= Duration.FromDays(3), $"{zone.Id}: a night was left out");
            AssertReached(period.From, start, zone);
            AssertReached(period.Until, end, zone);
            // The answer is the same through all of it.
            Assert.Equal(period, QuietHours.At(period.From, start, end, zone));
            Assert.Equal(period, QuietHours.At(period.Until - Duration.Epsilon, start, end, zone));
            now = last = period.Until;
        }
    }

    /// <summary>The clock shows the hour, or has jumped over it just now.</summary>
    private static void AssertReached(Instant at, LocalTime time, DateTimeZone zone)
    {
        if (at.InZone(zone).TimeOfDay == time)
        {
            return;
        }
        var interval = zone.GetZoneInterval(at);
        Assert.True(interval.HasStart && interval.Start == at, $"{zone.Id}: {at} is neither {time} nor a jump");
    }
}

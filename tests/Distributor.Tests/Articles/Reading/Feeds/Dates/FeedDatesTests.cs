using CsCheck;
using Distributor.Articles.Reading.Feeds.Dates;
using Xunit;
using static Distributor.Tests.Articles.Reading.Feeds.FeedTesting;

namespace Distributor.Tests.Articles.Reading.Feeds.Dates;

public sealed class FeedDatesTests
{
    [Theory]
    [InlineData("Mon, 05 Jan 2026 08:07:06 +0000")]
    [InlineData("Mon, 05 Jan 2026 08:07:06 GMT")]
    [InlineData("Mon, 05 Jan 2026 08:07:06 UT")]
    [InlineData("Mon, 05 Jan 2026 08:07:06 Z")]
    [InlineData("Mon, 5 Jan 2026 08:07:06 +0000")]
    [InlineData("Mon,05 Jan 2026 08:07:06 +0000")]
    [InlineData("Monday, 05 January 2026 08:07:06 GMT")]
    [InlineData("05 Jan 2026 08:07:06 UTC")]
    [InlineData("05 Jan 26 08:07:06 GMT")]
    [InlineData("5 Jan 26 08:07:06 GMT")]
    [InlineData("Mon, 05 Jan 2026 09:07:06 +0100")]
    [InlineData("Mon, 05 Jan 2026 09:07:06 +01:00")]
    [InlineData("Mon, 05 Jan 2026 09:07:06 +01")]
    [InlineData("Mon, 05 Jan 2026 09:07:06 GMT+0100")]
    [InlineData("Mon, 05 Jan 2026 09:07:06 GMT+01:00")]
    [InlineData("Mon, 05 Jan 2026 09:07:06 UTC+1")]
    [InlineData("Mon Jan 05 2026 09:07:06 GMT+0100 (Central European Standard Time)")]
    [InlineData("Mon, 05 Jan 2026 01:07:06 --0700")]
    [InlineData("Mon, 05 Jan 2026 01:07:06 −0700")]
    [InlineData("Mon, 05 Jan 2026 03:07:06 EST")]
    [InlineData("Mon, 05 Jan 2026 03:07:06 ET")]
    [InlineData("Mon, 05 Jan 2026 00:07:06 PST")]
    [InlineData("Mon, 05 Jan 2026 00:07:06 PST (America/Los_Angeles)")]
    [InlineData("Mon, 05 Jan 2026 09:07:06 CET")]
    [InlineData("Mon, 05 Jan 2026 09:07:06 MEZ")]
    [InlineData("Mon, 05 Jan 2026 13:37:06 IST")]
    [InlineData("Mon, 05 Jan 2026 17:07:06 JST")]
    [InlineData("Mon, 05 Jan 2026 09:07:06 Europe/Brussels")]
    [InlineData("Mon, January 5 2026, 08:07:06 AM")]
    [InlineData("January 5, 2026 8:07:06 AM")]
    [InlineData("Jan 5th, 2026 8:07:06 a.m.")]
    [InlineData("Jan. 5, 2026, 8:07:06 am GMT")]
    [InlineData("2026 January 5 08:07:06")]
    [InlineData("Mon Jan  5 08:07:06 2026")]
    [InlineData("Mon Jan  5 08:07:06 GMT 2026")]
    [InlineData("Mon Jan  5 08:07:06 +0000 2026")]
    [InlineData("Monday, 5. Januar 2026 - 08:07:06")]
    [InlineData("Mo, 05 Jän 2026 08:07:06 +0000")]
    [InlineData("05 janv. 2026 08:07:06 +0000")]
    [InlineData("lun., 05 janvier 2026 08:07:06 +0000")]
    [InlineData("lun, 05 ene 2026 08:07:06 +0000")]
    [InlineData("Seg, 05 Janeiro 2026 08:07:06 +0000")]
    [InlineData("Пн, 05 янв 2026 08:07:06 +0000")]
    [InlineData("5 января 2026 08:07:06")]
    [InlineData("Δευ, 05 Ιαν 2026 08:07:06 UTC")]
    [InlineData("2026-01-05T08:07:06Z")]
    [InlineData("2026-01-05t08:07:06z")]
    [InlineData("2026-01-05T08:07:06+00:00")]
    [InlineData("2026-01-05T09:07:06+0100")]
    [InlineData("2026-01-05T09:07:06+01")]
    [InlineData("2026-01-05T09:07:06 +01:00")]
    [InlineData("2026-01-05T08:07:06")]
    [InlineData("2026-01-05 08:07:06")]
    [InlineData("2026-01-05 08:07:06 UTC")]
    [InlineData("2026-01-05 09:07:06 +0100")]
    [InlineData("2026-01-05 03:07:06 EST")]
    [InlineData("2026-001-05T08:07:06Z")]
    [InlineData("2026-1-5 8:07:06")]
    [InlineData("2026/01/05 08:07:06")]
    [InlineData("2026.01.05 08:07:06")]
    [InlineData("20260105T080706Z")]
    [InlineData("20260105080706")]
    [InlineData("2026-005T08:07:06Z")]
    [InlineData("05.01.2026 08:07:06")]
    [InlineData("5.1.2026, 08:07:06")]
    [InlineData("05-01-2026 08:07:06")]
    [InlineData("01/05/2026 08:07:06")]
    [InlineData("1/5/2026 8:07:06 AM")]
    [InlineData("05-Jan-2026 08:07:06")]
    [InlineData("Mon, 05-Jan-2026 08:07:06 GMT")]
    [InlineData("2026년 1월 5일 오전 8:07:06")]
    [InlineData("2026年1月5日 08:07:06")]
    [InlineData("1767600426")]
    [InlineData("1767600426000")]
    [InlineData("  Mon,\n 05 Jan 2026   08:07:06 +0000 ")]
    public void Every_way_to_write_one_moment_is_read(string written) =>
        Assert.Equal(At("2026-01-05T08:07:06Z"), FeedDates.Parse(written, Now));

    [Theory]
    [InlineData("2026-01-05", "2026-01-05T00:00:00Z")]
    [InlineData("2026-01", "2026-01-01T00:00:00Z")]
    [InlineData("2026", "2026-01-01T00:00:00Z")]
    [InlineData("20260105", "2026-01-05T00:00:00Z")]
    [InlineData("5 January 2026", "2026-01-05T00:00:00Z")]
    [InlineData("January 5, 2026", "2026-01-05T00:00:00Z")]
    [InlineData("Mon, 05 Jan 2026", "2026-01-05T00:00:00Z")]
    [InlineData("25/12/2025", "2025-12-25T00:00:00Z")]
    [InlineData("12/25/2025", "2025-12-25T00:00:00Z")]
    [InlineData("12-25-2025", "2025-12-25T00:00:00Z")]
    [InlineData("24.12.25", "2025-12-24T00:00:00Z")]
    [InlineData("Mon, 05 Jan 2026 08:07", "2026-01-05T08:07:00Z")]
    [InlineData("Mon, 05 Jan 2026 08:07 +0200", "2026-01-05T06:07:00Z")]
    [InlineData("Mon, 05 Jan 2026 8:07 PM", "2026-01-05T20:07:00Z")]
    [InlineData("Jan 5, 2026 12:30 AM", "2026-01-05T00:30:00Z")]
    [InlineData("Jan 5, 2026 12:30 PM", "2026-01-05T12:30:00Z")]
    [InlineData("Jan 5, 2026 8pm", "2026-01-05T20:00:00Z")]
    [InlineData("2026년 1월 5일 오후 3:20", "2026-01-05T15:20:00Z")]
    [InlineData("2026-01-05T24:00:00Z", "2026-01-06T00:00:00Z")]
    [InlineData("2026-01-05T23:59:60Z", "2026-01-05T23:59:59Z")]
    [InlineData("2026-01-05T08:07:06.5Z", "2026-01-05T08:07:06.5Z")]
    [InlineData("2026-01-05T08:07:06.123456789+01:00", "2026-01-05T07:07:06.1234567Z")]
    [InlineData("2026-01-05T08:07Z", "2026-01-05T08:07:00Z")]
    [InlineData("31 Dec 1999 23:59:59 GMT", "1999-12-31T23:59:59Z")]
    [InlineData("Fri, 31 Dec 99 23:59:59 GMT", "1999-12-31T23:59:59Z")]
    [InlineData("Sat, 05 Jul 2025 08:00:00 ET", "2025-07-05T12:00:00Z")]
    [InlineData("Sat, 05 Jul 2025 08:00:00 EDT", "2025-07-05T12:00:00Z")]
    [InlineData("Sa, 05 Jul 2025 08:00:00 CEST", "2025-07-05T06:00:00Z")]
    [InlineData("5 März 2025 10:00", "2025-03-05T10:00:00Z")]
    [InlineData("15 août 2025 10:00:00 +0200", "2025-08-15T08:00:00Z")]
    [InlineData("Mo, 12 Mai 2025 10:00:00 +0200", "2025-05-12T08:00:00Z")]
    [InlineData("Thu, 29 Feb 2024 10:00:00 GMT", "2024-02-29T10:00:00Z")]
    [InlineData("Wed, 13 Dec 2023 10:00:00 +2500", "2023-12-12T20:00:00Z")]
    [InlineData("Sun, 28 Dec 2025 6:45 p.m. EST", "2025-12-28T23:45:00Z")]
    [InlineData("Sunday, 28 December 2025 18h45", "2025-12-28T18:45:00Z")]
    [InlineData("28. Dezember 2025, 18:45 Uhr", "2025-12-28T18:45:00Z")]
    [InlineData("mar., 30 déc. 2025 18:45", "2025-12-30T18:45:00Z")]
    [InlineData("mar, 30 mar 2021 18:45", "2021-03-30T18:45:00Z")]
    [InlineData("Sun, 28 Dec 2025 18:45:00 Asia/Kolkata", "2025-12-28T13:15:00Z")]
    [InlineData("2025-12-28 18:45:00.000 -0500", "2025-12-28T23:45:00Z")]
    [InlineData("2025-12-28 6:45 PM", "2025-12-28T18:45:00Z")]
    [InlineData("2025-12-28T18:45:00-05:00[America/New_York]", "2025-12-28T23:45:00Z")]
    [InlineData("20251228T184500+0100", "2025-12-28T17:45:00Z")]
    [InlineData("28/Dec/2025:18:45:00 +0000", "2025-12-28T18:45:00Z")]
    [InlineData("Sunday December 28, 2025 at 6:45 PM", "2025-12-28T18:45:00Z")]
    [InlineData("6:45 PM, December 28, 2025", "2025-12-28T18:45:00Z")]
    [InlineData("18:45 28.12.2025", "2025-12-28T18:45:00Z")]
    [InlineData("12/28/2025 06:45:00 PM", "2025-12-28T18:45:00Z")]
    [InlineData("28-12-2025", "2025-12-28T00:00:00Z")]
    [InlineData("Sun, 28 Dec 2025 18:45:00 +0530 (IST)", "2025-12-28T13:15:00Z")]
    [InlineData("Sun, 28th December 2025 18:45:00 BST", "2025-12-28T17:45:00Z")]
    [InlineData("Sun, 28 Dec 2025 18:45:00 NZDT", "2025-12-28T05:45:00Z")]
    public void What_is_left_out_is_zero_and_what_is_ambiguous_follows_its_shape(string written, string expected) =>
        Assert.Equal(At(expected), FeedDates.Parse(written, Now));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("Mon, 31 Feb 2026 10:00:00 GMT")]
    [InlineData("2026-13-05")]
    [InlineData("2026-02-30T00:00:00Z")]
    [InlineData("2026-01-05T25:00:00Z")]
    [InlineData("2025-366")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("0000-00-00 00:00:00")]
    [InlineData("Jan 2026")]
    [InlineData("10:00:00 GMT")]
    [InlineData("99/99/2026")]
    [InlineData("no date at all in this quite long sentence about nothing")]
    [InlineData("99999999999999999999999999")]
    public void What_is_no_date_is_none(string? written) => Assert.Null(FeedDates.Parse(written, Now));

    [Theory]
    [InlineData("Tue, 24 Nov 2026 10:00:00 GMT")]
    [InlineData("2099-01-01")]
    [InlineData("Mon, 23 Nov 2026 12:00:01 GMT")]
    public void The_future_is_now(string written) => Assert.Equal(Now, FeedDates.Parse(written, Now));

    [Fact]
    public void Any_text_is_a_date_or_none_but_never_an_exception() =>
        Gen.OneOf(Gen.String[0, 60], Gen.String[Gen.Char["0123456789-/.:TZ+ JanMonGMTpm,"], 0, 40])
            .Sample(text => FeedDates.Parse(text, Now) is not { } found || found <= Now);

    [Fact]
    public void Every_moment_survives_its_rfc_822_and_iso_spelling() =>
        Gen.Select(Gen.Int[0, 1_780_000_000], Gen.Int[-14 * 4, 14 * 4])
            .Sample(
                (seconds, quarters) =>
                {
                    var moment = DateTimeOffset
                        .FromUnixTimeSeconds(seconds)
                        .ToOffset(TimeSpan.FromMinutes(15 * quarters));
                    var culture = System.Globalization.CultureInfo.InvariantCulture;
                    var rfc =
                        moment.ToString("ddd, dd MMM yyyy HH:mm:ss ", culture)
                        + moment.ToString("zzz", culture).Replace(":", "", StringComparison.Ordinal);
                    var expected = NodaTime.Instant.FromUnixTimeSeconds(seconds);
                    Assert.Equal(expected, FeedDates.Parse(rfc, Now));
                    Assert.Equal(expected, FeedDates.Parse(moment.ToString("yyyy-MM-dd'T'HH:mm:sszzz", culture), Now));
                }
            );
}

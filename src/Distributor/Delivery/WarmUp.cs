using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Distributor.Channels.Email;
using Distributor.Site;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Delivery;

/// <summary>One day of a new sender's warm-up.</summary>
/// <param name="Day">Counted from 1.</param>
/// <param name="Messages">The most that leave today, evenly over its hours.</param>
/// <param name="Spacing">Between two of them.</param>
public sealed record WarmUpDay(int Day, int Days, int Messages, Duration Spacing)
{
    /// <summary>Such as <c>day 3 of 8: 1,000 messages today</c>.</summary>
    public string ToText() =>
        string.Create(CultureInfo.InvariantCulture, $"day {Day} of {Days}: {Messages:N0} messages today");
}

/// <summary>
/// How fast a sender may be that receivers do not know yet: so many messages on its first day, more on each that follows
/// (<c>Smtp:WarmUp</c>). The first day is the one on which mail was first sent with this setting; it is remembered with the
/// relay, the login and the sender's domain, because that is what receivers come to know, and survives restarts and a new
/// password. Days are those of the publication's zone.
/// </summary>
public sealed class WarmUp(
    Database database,
    IOptions<SmtpOptions> smtp,
    IOptions<MailOptions> mail,
    IOptions<SiteOptions> site,
    IClock clock
)
{
    private const string SettingName = "lane-warm-up:email";

    private bool IsOn => smtp.Value is { Host.Length: > 0, WarmUp.Length: > 0 };

    /// <summary>Null without a warm-up, before its first day and after its last.</summary>
    public async Task<WarmUpDay?> TodayAsync(CancellationToken cancellationToken)
    {
        if (!IsOn)
        {
            return null;
        }
        await using var db = database.CreateDbContext();
        var known = await db
            .Settings.AsNoTracking()
            .SingleOrDefaultAsync(setting => setting.Name == SettingName, cancellationToken);
        return known is not null && FirstDay(known.Value) is { } first ? DayOf(first) : null;
    }

    /// <summary>Gives the SMTP account's lane the speed of the day that has begun.</summary>
    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        if (!IsOn)
        {
            return;
        }
        await using var db = database.CreateDbContext();
        var spacing = await SpacingAsync(db, cancellationToken);
        await db
            .Lanes.Where(lane => lane.Id == Lane.Email && lane.SpacingMicroseconds != spacing)
            .ExecuteUpdateAsync(set => set.SetProperty(lane => lane.SpacingMicroseconds, spacing), cancellationToken);
    }

    /// <summary>Microseconds between two mails today: of the warm-up or of <c>Smtp:MessagesPerSecond</c>, whichever is slower.</summary>
    internal async Task<long> SpacingAsync(DistributorDb db, CancellationToken cancellationToken)
    {
        var limit = smtp.Value.MessagesPerSecond is { } rate ? (long)(1_000_000 / rate) : 0;
        var today = IsOn ? DayOf(await FirstDayAsync(db, cancellationToken)) : null;
        return Math.Max(limit, today is null ? 0 : (long)(today.Spacing.TotalNanoseconds / 1000));
    }

    /// <summary>Today, when this sender has none yet.</summary>
    private async Task<LocalDate> FirstDayAsync(DistributorDb db, CancellationToken cancellationToken)
    {
        var known = await db.Settings.SingleOrDefaultAsync(setting => setting.Name == SettingName, cancellationToken);
        if (known is not null && FirstDay(known.Value) is { } first)
        {
            return first;
        }
        var now = clock.GetCurrentInstant();
        var today = now.InZone(Zone).Date;
        var value = LocalDatePattern.Iso.Format(today) + " " + Sender();
        if (known is null)
        {
            db.Settings.Add(
                new SettingRow
                {
                    Name = SettingName,
                    Value = value,
                    ChangedAt = now,
                    ChangedBy = "start",
                }
            );
        }
        else
        {
            (known.Value, known.ChangedAt) = (value, now);
        }
        await db.SaveChangesAsync(cancellationToken);
        return today;
    }

    /// <summary>Null when it was another sender's.</summary>
    private LocalDate? FirstDay(string value) =>
        value.Split(' ') is [var day, var sender]
        && sender == Sender()
        && LocalDatePattern.Iso.Parse(day) is { Success: true } parsed
            ? parsed.Value
            : null;

    private WarmUpDay? DayOf(LocalDate first)
    {
        var days = WarmUpDays.Read(smtp.Value.WarmUp)!;
        var today = clock.GetCurrentInstant().InZone(Zone).Date;
        // A clock that was put back makes no day before the first.
        var day = Math.Max(1, Period.DaysBetween(first, today) + 1);
        if (day > days.Count)
        {
            return null;
        }
        // Twenty-three hours when clocks go forward.
        var length = Zone.AtStartOfDay(today.PlusDays(1)).ToInstant() - Zone.AtStartOfDay(today).ToInstant();
        return new WarmUpDay(day, days.Count, days[day - 1], length / days[day - 1]);
    }

    private DateTimeZone Zone => TimeZones.Of(site.Value.TimeZone);

    private string Sender()
    {
        var domain = mail.Value.FromAddress[(mail.Value.FromAddress.LastIndexOf('@') + 1)..];
        var sender = $"{smtp.Value.Host} {smtp.Value.UserName} {domain}".ToLowerInvariant();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sender)).AsSpan(0, 16));
    }
}

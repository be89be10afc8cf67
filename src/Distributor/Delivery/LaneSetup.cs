using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Distributor.Channels;
using Distributor.Channels.Email;
using Distributor.Channels.Telegram;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Delivery;

/// <summary>
/// Gives a channel's lane the speed of the settings, at each start. Waits it was told survive a restart; another bot or SMTP
/// account begins without the waits of the one before, and a lane out of order is tried again at once.
/// </summary>
public sealed class LaneSetup(
    Database database,
    IOptions<TelegramOptions> telegram,
    IOptions<SmtpOptions> smtp,
    WarmUp warmUp,
    IClock clock
)
{
    /// <summary>A little below the limit: slots of several instances reach the outside with some jitter.</summary>
    private const double Margin = 1.01;

    public async Task ApplyAsync(ChannelKind channel, bool isReal, CancellationToken cancellationToken)
    {
        var root = channel == ChannelKind.Email ? Lane.Email : Lane.Telegram;
        await using var db = database.CreateDbContext();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var spacing =
            !isReal ? 0
            : channel == ChannelKind.Telegram ? (long)(1_000_000 * Margin / telegram.Value.MessagesPerSecond)
            : await warmUp.SpacingAsync(db, cancellationToken);
        await db
            .Lanes.Where(lane => lane.Id == root)
            .ExecuteUpdateAsync(set => set.SetProperty(lane => lane.SpacingMicroseconds, spacing), cancellationToken);
        if (spacing == 0)
        {
            // A slot reserved under a limit that is no longer there.
            await db
                .Lanes.Where(lane => lane.Id == root)
                .ExecuteUpdateAsync(set => set.SetProperty(lane => lane.NextAt, (Instant?)null), cancellationToken);
        }
        if (await IsAnotherAsync(db, channel, isReal, cancellationToken))
        {
            await db
                .Lanes.Where(lane => lane.Id == root || lane.ParentId == root)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(lane => lane.HeldUntil, (Instant?)null)
                            .SetProperty(lane => lane.Breakdowns, 0)
                            .SetProperty(lane => lane.Reason, (string?)null)
                            .SetProperty(lane => lane.Since, (Instant?)null),
                    cancellationToken
                );
        }
        await db
            .Lanes.Where(lane => (lane.Id == root || lane.ParentId == root) && lane.Breakdowns > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(lane => lane.HeldUntil, (Instant?)null), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private async Task<bool> IsAnotherAsync(
        DistributorDb db,
        ChannelKind channel,
        bool isReal,
        CancellationToken cancellationToken
    )
    {
        var name = "lane-account:" + channel.ToWord();
        var account = Hash(
            !isReal ? "outbox"
            : channel == ChannelKind.Telegram ? telegram.Value.ApiBaseUrl + " " + telegram.Value.BotToken
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{smtp.Value.Host}:{smtp.Value.Port} {smtp.Value.UserName} {smtp.Value.Password}"
            )
        );
        var known = await db.Settings.SingleOrDefaultAsync(setting => setting.Name == name, cancellationToken);
        if (known?.Value == account)
        {
            return false;
        }
        var now = clock.GetCurrentInstant();
        if (known is null)
        {
            db.Settings.Add(
                new SettingRow
                {
                    Name = name,
                    Value = account,
                    ChangedAt = now,
                    ChangedBy = "start",
                }
            );
        }
        else
        {
            known.Value = account;
            known.ChangedAt = now;
        }
        await db.SaveChangesAsync(cancellationToken);
        return true;
    }

    private static string Hash(string account) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account)).AsSpan(0, 16));
}

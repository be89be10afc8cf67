using System.Collections.Concurrent;
using Distributor.Channels;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Distributor.Delivery;

/// <summary>
/// Remembers that a channel has sent for real. From then on an empty setting is a lost one: it must not turn a hundred thousand
/// messages into files that nobody gets and that count as accepted.
/// </summary>
public sealed class SentForReal(Database database, IClock clock)
{
    private readonly ConcurrentDictionary<ChannelKind, bool> noted = new();

    /// <summary>Written once; after that it costs nothing.</summary>
    public async ValueTask NoteAsync(ChannelKind channel, CancellationToken cancellationToken)
    {
        if (noted.ContainsKey(channel))
        {
            return;
        }
        await using var db = database.CreateDbContext();
        var now = clock.GetCurrentInstant();
        object stamp = database.Provider == DatabaseProvider.Sqlite ? now.ToUnixTimeTicks() : now;
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO settings (name, value, changed_at, changed_by) VALUES ({NameOf(channel)}, {"yes"}, {stamp}, {"delivery"}) ON CONFLICT (name) DO NOTHING",
            cancellationToken
        );
        noted[channel] = true;
    }

    public async Task<bool> IsSoAsync(ChannelKind channel, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var name = NameOf(channel);
        return await db.Settings.AnyAsync(setting => setting.Name == name, cancellationToken);
    }

    private static string NameOf(ChannelKind channel) => "sent-for-real:" + channel.ToWord();
}

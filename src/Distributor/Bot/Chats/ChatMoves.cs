using System.Globalization;
using Distributor.Channels;
using Distributor.Storage;
using Distributor.Subscribers.Bouncing;
using Microsoft.EntityFrameworkCore;
using Telegram.Bot.Types;

namespace Distributor.Bot.Chats;

/// <summary>A group became a supergroup: both its old and its new chat say so, in a service message.</summary>
internal sealed class ChatMoves(Database database, ChatMigration migration)
{
    /// <returns>True when the message was one of those two.</returns>
    public async Task<bool> MovedAsync(Message message, CancellationToken cancellationToken)
    {
        var (from, to) =
            message.MigrateToChatId is { } successor ? (message.Chat.Id, successor)
            : message.MigrateFromChatId is { } before ? (before, message.Chat.Id)
            : (0, 0);
        if (to == 0)
        {
            return false;
        }
        await using var db = database.CreateDbContext();
        var address = await db
            .Addresses.Where(one => one.Channel == ChannelKind.Telegram && one.ChatId == from)
            .Select(one => (long?)one.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (address is { } id)
        {
            await migration.MoveAsync(id, to.ToString(CultureInfo.InvariantCulture), cancellationToken);
        }
        return true;
    }
}

using Distributor.Bot.Chats;
using Distributor.Bot.Commands;
using Distributor.Bot.Talking;
using Distributor.Channels;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Bouncing;
using Microsoft.EntityFrameworkCore;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace Distributor.Bot.Handling;

/// <summary>
/// The bot was blocked or unblocked, added, removed, or given other rights (Bot API <c>my_chat_member</c>): addresses go out of
/// service and come back, and a new group or channel is set up.
/// </summary>
internal sealed class MembershipHandler(
    Database database,
    BounceService bounces,
    ChatComesBack comesBack,
    ChatBook book,
    SetUp setUp,
    Visits visits,
    BotTalk talk
)
{
    public async Task HandleAsync(ChatMemberUpdated change, CancellationToken cancellationToken)
    {
        await book.SeenAsync(change.Chat, cancellationToken);
        var (could, can) = (CanWrite(change.OldChatMember, change.Chat), CanWrite(change.NewChatMember, change.Chat));
        if (!can)
        {
            await GoneAsync(change, cancellationToken);
            return;
        }
        await comesBack.ReturnedAsync(change.Chat.Id, cancellationToken);
        if (!could && change.Chat.Type != ChatType.Private && !await IsKnownAsync(change.Chat.Id, cancellationToken))
        {
            await SetUpAsync(change, cancellationToken);
        }
    }

    private static bool CanWrite(ChatMember member, Chat chat) =>
        member switch
        {
            ChatMemberOwner => true,
            ChatMemberAdministrator admin => chat.Type != ChatType.Channel || admin.CanPostMessages,
            ChatMemberRestricted restricted => restricted.IsMember && restricted.CanSendMessages,
            ChatMemberMember => chat.Type != ChatType.Channel,
            _ => false,
        };

    private async Task GoneAsync(ChatMemberUpdated change, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var address = await db
            .Addresses.Where(one => one.Channel == ChannelKind.Telegram && one.ChatId == change.Chat.Id)
            .Select(one => (long?)one.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (address is { } id)
        {
            var reason = change switch
            {
                { Chat.Type: ChatType.Private } => "blocked by the user",
                { NewChatMember: ChatMemberBanned or ChatMemberLeft } => "the bot was removed from the chat",
                _ => "no right to write in the chat",
            };
            await bounces.GoneAsync(id, isWholeChat: true, reason, cancellationToken);
        }
    }

    private async Task<bool> IsKnownAsync(long chatId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await db.Addresses.AnyAsync(
            one =>
                one.Channel == ChannelKind.Telegram && one.ChatId == chatId && one.State != AddressState.Unsubscribed,
            cancellationToken
        );
    }

    /// <summary>In a group for all to see; of a channel in the private chat of whoever added the bot, if it may write there.</summary>
    private async Task SetUpAsync(ChatMemberUpdated change, CancellationToken cancellationToken)
    {
        var subject = Spot.Of(change.Chat);
        var here = change.Chat.Type == ChatType.Channel ? new Spot(change.From.Id, null, ChatType.Private) : subject;
        var visit = new Visit
        {
            Here = here,
            Subject = subject,
            From = change.From,
            Words = visits.Words(null, change.From),
        };
        await talk.SayAsync(here, setUp.Message(visit, change.Chat.Title ?? ""), cancellationToken);
    }
}

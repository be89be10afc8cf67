using Distributor.Bot.Talking;
using Microsoft.Extensions.Caching.Memory;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types.Enums;

namespace Distributor.Bot.Chats;

/// <summary>Who may change what a chat receives: in a private chat its person, elsewhere the administrators.</summary>
internal sealed class ChatAdmins([FromKeyedServices(BotServices.TalkClient)] Lazy<ITelegramBotClient> client)
    : IDisposable
{
    /// <summary>A new administrator waits no longer than this, and one who is none any more changes nothing after it.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(20);
    private const int MostRemembered = 10_000;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = MostRemembered });

    public async Task<bool> MayAsync(Visit visit, CancellationToken cancellationToken)
    {
        if (visit.Subject.IsPrivate || (visit.IsChatItself && !visit.IsRemote))
        {
            return true;
        }
        return visit.From is { } user && await IsAdminAsync(visit.Subject.ChatId, user.Id, cancellationToken);
    }

    public void Dispose() => cache.Dispose();

    private async Task<bool> IsAdminAsync(long chatId, long userId, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue((chatId, userId), out bool known))
        {
            return known;
        }
        bool isAdmin;
        try
        {
            var member = await client.Value.GetChatMember(chatId, userId, cancellationToken);
            isAdmin = member.Status is ChatMemberStatus.Creator or ChatMemberStatus.Administrator;
        }
        catch (ApiRequestException refused) when (refused.ErrorCode is 400 or 403)
        {
            // The bot is out of the chat, or the user is not known there.
            isAdmin = false;
        }
        cache.Set(
            (chatId, userId),
            isAdmin,
            new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Remembered }
        );
        return isAdmin;
    }
}

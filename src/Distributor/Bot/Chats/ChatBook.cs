using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Telegram.Bot.Types;

namespace Distributor.Bot.Chats;

/// <summary>What the bot remembers of chats: names, and the question it has asked in each.</summary>
internal sealed class ChatBook(Database database, IClock clock)
{
    /// <summary>Who has not answered by then is asked no more.</summary>
    private static readonly Duration Patience = Duration.FromMinutes(15);

    public async Task SeenAsync(Chat chat, CancellationToken cancellationToken)
    {
        var kind = chat.Type.ToString().ToLowerInvariant();
        var title =
            chat.Title ?? string.Join(' ', new[] { chat.FirstName, chat.LastName }.Where(name => name is not null));
        await using var db = database.CreateDbContext();
        var known = await db.BotChats.SingleOrDefaultAsync(one => one.ChatId == chat.Id, cancellationToken);
        if (known is null)
        {
            known = new BotChat
            {
                ChatId = chat.Id,
                Kind = kind,
                CreatedAt = clock.GetCurrentInstant(),
            };
            db.BotChats.Add(known);
        }
        (known.Kind, known.Title, known.UserName) = (kind, title, chat.Username);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The next thing this person says here is the answer to a question.</summary>
    /// <param name="user">Null: whoever speaks for the chat itself.</param>
    public async Task AskAsync(
        long chatId,
        int? threadId,
        long? user,
        string question,
        CancellationToken cancellationToken
    )
    {
        var until = clock.GetCurrentInstant() + Patience;
        await using var db = database.CreateDbContext();
        await db
            .BotChats.Where(chat => chat.ChatId == chatId)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(chat => chat.Asked, question)
                        .SetProperty(chat => chat.AskedUser, user)
                        .SetProperty(chat => chat.AskedThread, threadId)
                        .SetProperty(chat => chat.AskedUntil, until),
                cancellationToken
            );
    }

    /// <returns>The question that waits for an answer of this person in this place, or null.</returns>
    public async Task<string?> AskedAsync(long chatId, int? threadId, long? user, CancellationToken cancellationToken)
    {
        var now = clock.GetCurrentInstant();
        await using var db = database.CreateDbContext();
        return await db
            .BotChats.Where(chat =>
                chat.ChatId == chatId && chat.AskedUser == user && chat.AskedThread == threadId && chat.AskedUntil > now
            )
            .Select(chat => chat.Asked)
            .SingleOrDefaultAsync(cancellationToken);
    }

    public async Task ForgetQuestionAsync(long chatId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        await db
            .BotChats.Where(chat => chat.ChatId == chatId && chat.Asked != null)
            .ExecuteUpdateAsync(set => set.SetProperty(chat => chat.Asked, (string?)null), cancellationToken);
    }

    public async Task<BotChat?> FindAsync(long chatId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return await db.BotChats.AsNoTracking().SingleOrDefaultAsync(chat => chat.ChatId == chatId, cancellationToken);
    }
}

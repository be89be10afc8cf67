namespace Distributor.Testing.BotApi;

/// <summary>
/// The flood limits: a bucket for each chat, a window for groups, a window for the bot, and bans for those who are too
/// fast. Only what is delivered is counted. The caller holds the lock of the world.
/// </summary>
sealed class RateLimiter(RateRules rules, TimeProvider time)
{
    readonly long start = time.GetTimestamp();
    readonly Ban botBan = new(rules);
    readonly SlidingWindow free = new(rules.BotLimit, rules.BotSpan);
    readonly SlidingWindow paid = new(rules.PaidLimit, rules.BotSpan);
    decimal stars = rules.Stars;
    int refusals;
    int insideABan;
    int unheeding;

    TimeSpan Now => time.GetElapsedTime(start);

    public RateCounters Counters
    {
        get
        {
            var now = Now;
            return new(refusals, insideABan, unheeding, stars, free.Count(now), botBan.Left(now));
        }
    }

    public ChatRates NewChat(ChatKind kind) => new(rules, kind == ChatKind.Private);

    public void Wrote(ChatRates chat) => chat.WroteAt = Now;

    /// <summary>The 429 of a request inside a ban, or null. Every such request counts, whatever else is wrong with it.</summary>
    public BotApiError? Banned(ChatRates chat)
    {
        var now = Now;
        var closed = new[] { botBan, chat.Ban }.Where(ban => ban.Left(now) > TimeSpan.Zero).ToList();
        if (closed.Count == 0)
        {
            return null;
        }
        insideABan++;
        unheeding += closed.Exists(ban => ban.IsHeard(now)) ? 1 : 0;
        return BotApiErrors.TooManyRequests(closed.Max(ban => ban.Knock(now)));
    }

    /// <summary>Closes a chat, or with null the whole bot, as a script says.</summary>
    public void Close(ChatRates? chat, int seconds) => (chat?.Ban ?? botBan).Start(TimeSpan.FromSeconds(seconds), Now);

    /// <summary>Counts messages to be delivered, or answers with the refusal that starts a ban.</summary>
    /// <param name="messages">1, or the number of items of an album.</param>
    /// <param name="codePoints">Length of the text.</param>
    /// <param name="isPaid"><c>allow_paid_broadcast</c>.</param>
    public BotApiError? Send(ChatRates chat, int messages, int codePoints, bool isPaid)
    {
        if (!rules.Enabled)
        {
            return null;
        }
        var now = Now;
        if (Refuse(chat.Ban, chat.Wait(messages, now), now) is { } refused)
        {
            return refused;
        }
        if (!(chat.WroteAt is { } wrote && wrote > now - rules.WroteLately))
        {
            var price = messages * rules.PaidStars;
            isPaid &= stars >= price;
            var window = isPaid ? paid : free;
            var cost = messages * (rules.LongTextCostsTwo && codePoints > rules.LongText ? 2 : 1);
            if (Refuse(botBan, window.Wait(cost, now), now) is { } full)
            {
                return full;
            }
            window.Take(cost, now);
            stars -= isPaid ? price : 0;
        }
        chat.Take(messages, now);
        return null;
    }

    /// <summary>An edit counts in its chat as a message does, and not for the bot.</summary>
    public BotApiError? Edit(ChatRates chat)
    {
        if (!rules.Enabled)
        {
            return null;
        }
        var now = Now;
        if (Refuse(chat.Ban, chat.Wait(1, now), now) is { } refused)
        {
            return refused;
        }
        chat.Take(1, now);
        return null;
    }

    BotApiError? Refuse(Ban ban, TimeSpan wait, TimeSpan now)
    {
        if (wait <= TimeSpan.Zero)
        {
            return null;
        }
        refusals++;
        return BotApiErrors.TooManyRequests(ban.Start(wait, now));
    }
}

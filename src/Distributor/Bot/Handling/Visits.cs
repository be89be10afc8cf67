using Distributor.Bot.Chats;
using Distributor.Bot.Talking;
using Distributor.Site;
using Distributor.Subscribers;
using Distributor.Subscribers.Preferences;
using Microsoft.Extensions.Options;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;

namespace Distributor.Bot.Handling;

/// <summary>Makes visits of what came in: whom it is about, and in which language it is answered.</summary>
internal sealed class Visits(ChatRegister register, PreferenceService preferences, IOptions<SiteOptions> site)
{
    public async Task<Visit> OfMessageAsync(Message message, long? remote, CancellationToken cancellationToken)
    {
        var here = Spot.Of(message);
        var subject = Subject(here, remote);
        var wishes = await WishesAsync(subject, cancellationToken);
        var isChatItself = here.IsChannel || message.SenderChat?.Id == message.Chat.Id;
        return new Visit
        {
            Here = here,
            Subject = subject,
            From = isChatItself ? null : message.From,
            IsChatItself = isChatItself,
            Message = message,
            Words = Words(wishes, message.From),
            Wishes = wishes,
        };
    }

    public async Task<Visit> OfPressAsync(
        CallbackQuery query,
        Message pressed,
        long? remote,
        CancellationToken cancellationToken
    )
    {
        var here = Spot.Of(pressed);
        var subject = Subject(here, remote);
        var wishes = await WishesAsync(subject, cancellationToken);
        return new Visit
        {
            Here = here,
            Subject = subject,
            From = query.From,
            Pressed = pressed,
            Data = query.Data,
            Words = Words(wishes, query.From),
            Wishes = wishes,
        };
    }

    /// <summary>The visit again, when its place has an address now.</summary>
    public async Task<Visit> WithAddressAsync(Visit visit, long addressId, CancellationToken cancellationToken)
    {
        var wishes = await preferences.ReadAsync(addressId, cancellationToken);
        return visit with { Wishes = wishes, Words = Words(wishes, visit.From) };
    }

    public BotWords Words(Wishes? wishes, User? user) =>
        new(
            wishes?.Language
                ?? (user?.LanguageCode is { } tag ? WordLanguages.Find(tag) : null)
                ?? WordLanguages.Find(site.Value.Language)
                ?? "en"
        );

    private static Spot Subject(Spot here, long? remote) =>
        remote is { } chat ? new Spot(chat, null, ChatType.Channel) : here;

    private async Task<Wishes?> WishesAsync(Spot subject, CancellationToken cancellationToken) =>
        await register.FindAsync(subject, cancellationToken) is { } address
            ? await preferences.ReadAsync(address, cancellationToken)
            : null;
}

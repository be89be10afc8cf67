using Distributor.Bot.Chats;
using Distributor.Bot.Talking;
using Distributor.Site;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Bouncing;
using Distributor.Subscribers.Links;
using Distributor.Subscribers.Preferences;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Distributor.Bot.Commands;

/// <summary>
/// <c>/start</c>: makes a person's chat an address with all topics, brings back one that was stopped or blocked, and with a
/// payload joins it to a reader of mails. In groups and channels it opens the set-up.
/// </summary>
internal sealed class StartCommand(
    Screens screens,
    SetUp setUp,
    ChatRegister register,
    ChatJoining joining,
    ChatComesBack comesBack,
    PreferenceService preferences,
    Database database,
    IOptions<SiteOptions> site
) : ICommand
{
    /// <summary>Somebody who is just being deleted and starts again: after the deletion.</summary>
    private static readonly TimeSpan ErasureTakes = TimeSpan.FromSeconds(60);

    public string Name => "start";

    public bool Changes => true;

    public bool NeedsAddress => false;

    public async Task OpenAsync(Visit visit, string argument, CancellationToken cancellationToken)
    {
        if (!visit.Here.IsPrivate)
        {
            if (visit.Wishes is { State: not AddressState.Active } wishes)
            {
                await comesBack.StartedAsync(wishes.AddressId, cancellationToken);
            }
            await screens.SayAsync(visit, setUp.Message(visit, Title(visit)), cancellationToken);
            return;
        }
        var link = argument.Length > 0 ? await joining.ReadAsync(argument, cancellationToken) : null;
        var before = visit.Wishes?.State;
        var address = await RegisterAsync(visit, link, cancellationToken);
        await comesBack.StartedAsync(address, cancellationToken);
        var joined =
            argument.Length == 0 ? (Joined?)null
            : link is { } fresh ? await joining.JoinAsync(fresh, address, cancellationToken)
            : Joined.Invalid;
        var wishesNow = await preferences.ReadAsync(address, cancellationToken);
        visit = visit with { Wishes = wishesNow, Words = new BotWords(wishesNow!.Language) };
        await screens.SayAsync(visit, Welcome(visit, before, joined), cancellationToken);
    }

    private async Task<long> RegisterAsync(Visit visit, FreshLink? link, CancellationToken cancellationToken)
    {
        if (visit.Wishes is { } known)
        {
            await using var db = database.CreateDbContext();
            var isErased = await db.Addresses.AnyAsync(
                address => address.Id == known.AddressId && address.EraseAt != null,
                cancellationToken
            );
            return isErased ? throw new BotBusyException(ErasureTakes) : known.AddressId;
        }
        // Made as the chat's own: joining moves it, and only with a link that still works.
        return await register.EnsureAsync(
            visit.Subject,
            visit.Words.Language,
            everything: true,
            like: link?.AddressId,
            cancellationToken
        );
    }

    private BotMessage Welcome(Visit visit, AddressState? before, Joined? joined)
    {
        var words = visit.Words;
        var isBack = before is not null and not AddressState.Active;
        var lines = visit
            .Lines()
            .Title(words.Say(isBack ? "start.back" : "start.title", ("publication", site.Value.Name)));
        if (joined is { } outcome)
        {
            lines.Line(
                words[
                    outcome switch
                    {
                        Joined.Now => "start.joined",
                        Joined.Before => "start.joinedBefore",
                        Joined.Expired => "start.linkExpired",
                        Joined.Used => "start.linkUsed",
                        _ => "start.linkInvalid",
                    }
                ]
            );
        }
        lines.Line(before is null ? words["start.all"] : words["start.asBefore"]).Blank().Line(words["start.how"]);
        return lines.With(
            [visit.Button(words["button.topics"], "topics"), visit.Button(words["button.digest"], "digest")],
            [visit.Button(words["button.settings"], "settings"), visit.Button(words["button.help"], "help")]
        );
    }

    private static string Title(Visit visit) => visit.Message?.Chat.Title ?? "";
}

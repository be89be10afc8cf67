using Distributor.Articles.Topics;
using Distributor.Bot.Chats;
using Distributor.Bot.Talking;
using Distributor.Site;
using Distributor.Subscribers;
using Distributor.Subscribers.Bouncing;
using Distributor.Subscribers.Preferences;
using Microsoft.Extensions.Options;

namespace Distributor.Bot.Commands;

/// <summary>
/// The short set-up of a group or channel: the language, then everything at once or chosen topics. Nothing comes, and nothing is
/// stored, before an administrator has pressed.
/// </summary>
internal sealed class SetUp(
    Screens screens,
    TopicsScreen topics,
    ChatRegister register,
    ChatComesBack comesBack,
    PreferenceService preferences,
    ChatBook book,
    IOptions<SiteOptions> site
) : IButton
{
    public const string Verb = "setup";

    public IReadOnlyList<string> Verbs => [Verb];

    public bool ChangesByPress(string verb) => true;

    /// <param name="title">The name of the group or channel.</param>
    public BotMessage Message(Visit visit, string title)
    {
        var words = visit.Words;
        return visit
            .Lines()
            .Title(words.Say("setup.title", ("publication", site.Value.Name), ("chat", title)))
            .Line(words["setup.how"])
            .With([
                .. Screens.Pairs(
                    WordLanguages.All.Select(language =>
                        visit.Button(
                            Screens.Ticked(words.Language == language, LanguageScreen.OwnName(language)),
                            $"{Verb}:{language}"
                        )
                    )
                ),
                [
                    visit.Button(words["setup.all"], $"{Verb}:{words.Language}:all"),
                    visit.Button(words["setup.choose"], $"{Verb}:{words.Language}:topics"),
                ],
            ]);
    }

    /// <summary><c>setup:LANGUAGE</c>, <c>setup:LANGUAGE:all</c>, <c>setup:LANGUAGE:topics</c>.</summary>
    public async Task PressAsync(Visit visit, IReadOnlyList<string> said, CancellationToken cancellationToken)
    {
        if (said.Count < 2 || !WordLanguages.All.Contains(said[1]))
        {
            return;
        }
        visit = visit with { Words = new BotWords(said[1]) };
        if (said.Count == 2)
        {
            var chat = await book.FindAsync(visit.Subject.ChatId, cancellationToken);
            await screens.ShowAsync(visit, Message(visit, chat?.Title ?? ""), cancellationToken);
            return;
        }
        var all = said[2] == "all";
        var address = await register.EnsureAsync(visit.Subject, said[1], all, like: null, cancellationToken);
        await comesBack.StartedAsync(address, cancellationToken);
        var change = new WishChange { Language = said[1] };
        var wishes = await preferences.ChangeAsync(address, change, ChatRegister.By, cancellationToken);
        visit = visit with { Wishes = wishes };
        if (all && !wishes!.TopicIds.Contains(Topic.EverythingId))
        {
            change = new WishChange { Topics = wishes.With(Topic.EverythingId) };
            visit = await screens.ChangeAsync(visit, change, cancellationToken);
        }
        await screens.ShowAsync(
            visit,
            all ? Done(visit) : await topics.MessageAsync(visit, 0, cancellationToken),
            cancellationToken
        );
    }

    private static BotMessage Done(Visit visit) =>
        visit
            .Lines()
            .Title(visit.Words["setup.done"])
            .Line(visit.Words["setup.doneHow"])
            .With([
                visit.Button(visit.Words["button.topics"], "topics"),
                visit.Button(visit.Words["button.settings"], "settings"),
            ]);
}

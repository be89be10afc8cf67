using System.Globalization;
using Distributor.Articles.Topics;
using Distributor.Bot.Talking;
using Distributor.Channels;
using Distributor.Storage;
using Distributor.Subscribers.Preferences;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Bot.Commands;

/// <summary><c>/topics</c>: a keyboard of all topics, ten a page, ticked where the chat follows them.</summary>
internal sealed class TopicsScreen(Screens screens, Database database) : ICommand, IButton
{
    private const int PageSize = 10;
    private const int LongestName = 40;
    private const string Follow = "+";
    private const string Leave = "-";

    public string Name => "topics";

    public bool Changes => true;

    public bool NeedsAddress => true;

    public IReadOnlyList<string> Verbs => [Name];

    public bool ChangesByPress(string verb) => true;

    public async Task OpenAsync(Visit visit, string argument, CancellationToken cancellationToken) =>
        await screens.ShowAsync(visit, await MessageAsync(visit, 0, cancellationToken), cancellationToken);

    /// <summary><c>topics:PAGE</c>, <c>topics:+:ID:PAGE</c>, <c>topics:-:ID:PAGE</c>.</summary>
    public async Task PressAsync(Visit visit, IReadOnlyList<string> said, CancellationToken cancellationToken)
    {
        var page = Screens.Number(said, said.Count - 1) ?? 0;
        if (said is [_, Follow or Leave, _, _] && Screens.Number(said, 2) is { } topic)
        {
            var name = await NameAsync(visit, topic, cancellationToken);
            if (name is null)
            {
                visit.Toast = new Toast(visit.Words["topics.gone"]);
            }
            else
            {
                var toast = visit.Words.Say(said[1] == Follow ? "topics.followed" : "topics.left", ("topic", name));
                visit = await screens.ChangeAsync(
                    visit,
                    new WishChange
                    {
                        Topics = said[1] == Follow ? visit.Wishes!.With(topic) : visit.Wishes!.Without(topic),
                    },
                    cancellationToken
                );
                visit.Toast = new Toast(toast);
            }
        }
        await screens.ShowAsync(visit, await MessageAsync(visit, page, cancellationToken), cancellationToken);
    }

    public async Task<BotMessage> MessageAsync(Visit visit, int page, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var topics = await db
            .Topics.Where(topic => topic.Id != Topic.EverythingId)
            .OrderBy(topic => topic.Name)
            .Select(topic => new { topic.Id, topic.Name })
            .ToListAsync(cancellationToken);
        var (words, wishes) = (visit.Words, visit.Wishes!);
        var pages = Math.Max(1, (topics.Count + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 0, pages - 1);
        var all = wishes.TopicIds.Contains(Topic.EverythingId);
        var rows = new List<IReadOnlyList<BotButton>>
        {
            new[] { Button(visit, Topic.EverythingId, words["topics.all"], all, page) },
        };
        rows.AddRange(
            Screens.Pairs(
                topics
                    .Skip(page * PageSize)
                    .Take(PageSize)
                    .Select(topic =>
                        Button(visit, topic.Id, topic.Name, !all && wishes.TopicIds.Contains(topic.Id), page)
                    )
            )
        );
        if (pages > 1)
        {
            rows.Add([Page(visit, "‹", (page + pages - 1) % pages), Page(visit, "›", (page + 1) % pages)]);
        }
        rows.Add([visit.Button(words["button.digest"], "digest"), visit.Button(words["button.settings"], "settings")]);
        var count = wishes.TopicIds.Count(id => id != Topic.EverythingId);
        return visit
            .Lines()
            .Title(words["topics.title"])
            .Line(
                all ? words["topics.haveAll"]
                : count == 0 ? words["topics.haveNone"]
                : words.Counted("topics.have", count)
            )
            .Line(words["topics.how"])
            .With(rows);
    }

    private async Task<string?> NameAsync(Visit visit, int topicId, CancellationToken cancellationToken)
    {
        if (topicId == Topic.EverythingId)
        {
            return visit.Words["topics.all"];
        }
        await using var db = database.CreateDbContext();
        return await db
            .Topics.Where(topic => topic.Id == topicId)
            .Select(topic => topic.Name)
            .SingleOrDefaultAsync(cancellationToken);
    }

    private BotButton Button(Visit visit, int topicId, string name, bool follows, int page) =>
        visit.Button(
            Screens.Ticked(follows, name.Length > LongestName ? CutText.At(name, LongestName) + "…" : name),
            string.Create(CultureInfo.InvariantCulture, $"{Name}:{(follows ? Leave : Follow)}:{topicId}:{page}")
        );

    private BotButton Page(Visit visit, string text, int page) =>
        visit.Button(text, string.Create(CultureInfo.InvariantCulture, $"{Name}:{page}"));
}

using Distributor.Articles;
using Distributor.Articles.Topics;
using Distributor.Bot.Talking;
using Distributor.Channels;
using Distributor.Delivery.Editions;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;

namespace Distributor.Bot.Commands;

/// <summary><c>/latest</c>: the newest stories of the chat's topics.</summary>
internal sealed class LatestCommand(Screens screens, Database database) : ICommand
{
    private const int Stories = 7;

    /// <summary>Several articles may tell one story; looked at so many to find enough.</summary>
    private const int Articles = 60;
    private const int LongestTitle = 200;

    public string Name => "latest";

    public bool Changes => false;

    public bool NeedsAddress => true;

    public async Task OpenAsync(Visit visit, string argument, CancellationToken cancellationToken)
    {
        var topics = visit.Wishes!.TopicIds.ToList();
        var all = topics.Contains(Topic.EverythingId);
        await using var db = database.CreateDbContext();
        var newest = await db
            .Articles.Where(article => article.State == ArticleState.Complete && article.Sequence != null)
            .Where(article => all || article.Topics.Any(topic => topics.Contains(topic.TopicId)))
            .OrderByDescending(article => article.Sequence)
            .Select(article => article.StoryId)
            .Take(Articles)
            .ToListAsync(cancellationToken);
        var ids = newest.Distinct().Take(Stories).ToList();
        var stories = await StoryReader.ReadAsync(db, ids, cancellationToken);
        var lines = visit.Lines();
        if (stories.Count == 0)
        {
            lines.Line(visit.Words[topics.Count == 0 ? "topics.haveNone" : "latest.none"]);
        }
        else
        {
            lines.Title(visit.Words["latest.title"]);
            foreach (var story in ids.Where(stories.ContainsKey).Select(id => stories[id]))
            {
                var title =
                    story.Title.Length > LongestTitle ? CutText.At(story.Title, LongestTitle) + "…" : story.Title;
                lines.Blank().Link("", visit.Words.Name(title), story.Url).Line(visit.Words.Name(story.Source));
            }
        }
        await screens.ShowAsync(
            visit,
            lines.With([visit.Button(visit.Words["button.topics"], "topics")]),
            cancellationToken
        );
    }
}

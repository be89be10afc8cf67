using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Site;
using Distributor.Templates;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Delivery.Editions;

/// <summary>An article being written, as far as its alert shows it.</summary>
/// <param name="Topic">The one it is filed under; empty for none.</param>
public sealed record AlertDraft(string Title, string Lead, Uri? Url, string Topic, string? Language, bool Breaking);

/// <summary>How the alert of an article would look, by the same renderer and templates as the real one; nothing is stored.</summary>
public sealed class AlertPreview(EditionRenderer renderer, IOptions<SiteOptions> site, IClock clock)
{
    private const long Story = 0;
    private const int FiledUnder = Topic.EverythingId + 1;

    /// <param name="language">Of our words: one of <see cref="Languages.Supported"/>.</param>
    public RenderedEdition Render(AlertDraft draft, ChannelKind channel, string language)
    {
        var contents = new EditionContents { Lead = new ChosenStory(Story, FiledUnder) };
        var edition = new Edition
        {
            RunId = 0,
            Channel = channel,
            Language = Languages.Resolve(language),
            TimeZone = site.Value.TimeZone,
            Layout = EditionDraft.Alert,
            TemplateVersion = TemplateVersion.Current,
            ContentKey = "",
            Contents = contents.ToJson(),
            CreatedAt = clock.GetCurrentInstant(),
        };
        var story = new StoryText(
            Story,
            RevisionId: 0,
            draft.Title,
            draft.Lead,
            draft.Url?.Host ?? site.Value.Name,
            draft.Url,
            draft.Language,
            edition.CreatedAt,
            draft.Breaking,
            Image: null,
            ImageWidth: null,
            ImageHeight: null,
            ImageAlt: null
        );
        var topics = draft.Topic.Length > 0 ? new Dictionary<int, string> { [FiledUnder] = draft.Topic } : [];
        return renderer.Render(edition, contents, new Dictionary<long, StoryText> { [Story] = story }, topics)
            ?? throw new InvalidOperationException("A draft is always told.");
    }
}

using Distributor.Channels;
using Distributor.Channels.Email;
using Distributor.Site;
using Distributor.Templates;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Delivery.Editions;

/// <summary>Turns chosen stories and what they say into the views of the templates, and those into the message.</summary>
public sealed class EditionRenderer(IOptions<SiteOptions> site, IOptions<MailOptions> mail)
{
    /// <param name="contents">Stories that are not in <paramref name="stories"/> were retracted and are left out.</param>
    /// <param name="topics">Names by id.</param>
    /// <param name="change">For an edit whose headline is not the one its readers were alerted with; null otherwise.</param>
    /// <returns>Null when nothing is left to tell.</returns>
    public RenderedEdition? Render(
        Edition edition,
        EditionContents contents,
        IReadOnlyDictionary<long, StoryText> stories,
        IReadOnlyDictionary<int, string> topics,
        HeadlineChange? change = null
    )
    {
        var told = new Telling(edition, stories, topics);
        return edition.Layout switch
        {
            EditionDraft.Alert or EditionDraft.Edit => Alert(edition, contents, told, change),
            EditionDraft.Summary when edition.Channel == ChannelKind.Telegram => QuietSummary(edition, contents, told),
            _ => Digest(edition, contents, told),
        };
    }

    private RenderedEdition? Alert(Edition edition, EditionContents contents, Telling told, HeadlineChange? change)
    {
        if (told.Story(contents.Lead) is not { } story)
        {
            return null;
        }
        var view = new AlertView
        {
            Publication = site.Value.Name,
            Language = edition.Language,
            Title = story.Title,
            Summary = story.Summary,
            Source = story.Source,
            Topic = story.Topic,
            Url = story.Url,
            TitleLanguage = story.TitleLanguage,
            Breaking = told.IsBreaking(contents.Lead),
            Withdrawn = told.IsWithdrawn(contents.Lead),
            Correction = change is null ? null : told.Correction(change),
            Picture = story.Picture,
            PostalAddress = mail.Value.PostalAddress,
            SiteUrl = site.Value.BaseAddress,
        };
        return edition.Channel == ChannelKind.Email
            ? new RenderedEdition { Mail = AlertMail.Render(view), TopicId = contents.Lead.TopicId }
            : new RenderedEdition
            {
                Telegram = AlertTelegram.Render(view),
                Photo = contents.AlertedWith is { } sent ? sent.Photo : told.Photo(contents.Lead),
                TopicId = contents.Lead.TopicId,
                StoryId = contents.Lead.StoryId,
            };
    }

    /// <summary>A summary for a chat; the one by mail is a digest that says what it is.</summary>
    private static RenderedEdition? QuietSummary(Edition edition, EditionContents contents, Telling told)
    {
        var held = contents.Held ?? throw new InvalidOperationException("A summary stands for a time.");
        List<HeldAlert> alerts =
        [
            .. from chosen in contents.Stories
            let story = told.Story(chosen)
            where story is not null
            select new HeldAlert(story.Topic, story.Title, story.Url, told.HeldAt(chosen)),
        ];
        return alerts.Count == 0
            ? null
            : new RenderedEdition
            {
                Telegram = AlertTelegram.RenderQuiet(
                    new QuietSummaryView
                    {
                        Language = edition.Language,
                        Quiet = held.Quiet,
                        From = held.From,
                        Until = held.Until,
                        Shown = alerts,
                        Held = alerts.Count,
                        DigestAt = held.DigestAt,
                    }
                ),
            };
    }

    private RenderedEdition? Digest(Edition edition, EditionContents contents, Telling told) =>
        DigestView(contents, edition, told) is not { } view ? null
        : edition.Channel == ChannelKind.Email ? new RenderedEdition { Mail = DigestMail.Render(view) }
        : new RenderedEdition { Telegram = DigestTelegram.Render(view) };

    /// <summary>The digest of a welcome; null when nothing is left to tell.</summary>
    public DigestView? DigestView(
        Edition edition,
        EditionContents contents,
        IReadOnlyDictionary<long, StoryText> stories,
        IReadOnlyDictionary<int, string> topics
    ) => DigestView(contents, edition, new Telling(edition, stories, topics));

    private DigestView? DigestView(EditionContents contents, Edition edition, Telling told)
    {
        var lead = contents.Stories.Select(told.Story).FirstOrDefault(story => story is not null);
        if (lead is null)
        {
            return null;
        }
        return new DigestView
        {
            Publication = site.Value.Name,
            Language = edition.Language,
            Date = contents.Date ?? throw new InvalidOperationException("A digest has a date."),
            Held = contents.Held is { } held
                ? new HeldView(contents.Stories.Count(told.IsTold), held.From, held.Until, held.Quiet)
                : null,
            Lead = lead,
            Topics =
            [
                .. contents.Topics.Select(topic => new TopicView
                {
                    Name = told.TopicName(topic),
                    Stories = [.. topic.Stories.Select(told.Story).OfType<StoryView>().Where(story => story != lead)],
                    More = topic.More,
                }),
            ],
            PostalAddress = mail.Value.PostalAddress,
            SiteUrl = site.Value.BaseAddress,
        };
    }

    /// <summary>The stories of one edition as its readers see them: their zone, their language.</summary>
    private sealed class Telling(
        Edition edition,
        IReadOnlyDictionary<long, StoryText> stories,
        IReadOnlyDictionary<int, string> topics
    )
    {
        private readonly DateTimeZone zone = Subscribers.TimeZones.Of(edition.TimeZone);
        private readonly Dictionary<long, StoryView> views = [];

        public StoryView? Story(ChosenStory chosen)
        {
            if (!stories.TryGetValue(chosen.StoryId, out var text))
            {
                return null;
            }
            if (!views.TryGetValue(chosen.StoryId, out var view))
            {
                views[chosen.StoryId] = view = View(chosen, text);
            }
            return view;
        }

        public bool IsTold(ChosenStory chosen) => stories.ContainsKey(chosen.StoryId);

        /// <summary>When the alert of a summary came, on the readers' clock.</summary>
        public LocalDateTime HeldAt(ChosenStory chosen) => (chosen.HeldAt ?? default).InZone(zone).LocalDateTime;

        public bool IsWithdrawn(ChosenStory chosen) => stories[chosen.StoryId].Withdrawn;

        public bool IsBreaking(ChosenStory chosen) => stories[chosen.StoryId].Breaking;

        public HeadlineCorrection Correction(HeadlineChange change) =>
            new(change.At.InZone(zone).TimeOfDay, change.Before);

        public Uri? Photo(ChosenStory chosen) => stories[chosen.StoryId].Image;

        /// <summary>A section of articles without any topic is called after where they come from.</summary>
        public string TopicName(ChosenTopic topic) =>
            topics.GetValueOrDefault(topic.TopicId)
            ?? topic.Stories.Select(Story).OfType<StoryView>().FirstOrDefault()?.Source
            ?? "";

        private StoryView View(ChosenStory chosen, StoryText text) =>
            new()
            {
                Title = text.Title,
                Summary = text.Lead,
                Topic = topics.GetValueOrDefault(chosen.TopicId) ?? text.Source,
                Source = text.Source,
                Url = text.Url,
                Published = text.PublishedAt?.InZone(zone).LocalDateTime,
                TitleLanguage = text.Language is { } tag && !SameLanguage(tag, edition.Language) ? tag : null,
                Picture = text is { Image: { } image, ImageWidth: { } width, ImageHeight: { } height }
                    ? new PictureView(image, width, height, text.ImageAlt ?? "")
                    : null,
                AlertedAt = chosen.AlertedAt?.InZone(zone).LocalDateTime,
            };

        private static bool SameLanguage(string tag, string language) =>
            tag.Split('-')[0].Equals(language, StringComparison.OrdinalIgnoreCase);
    }
}

using Distributor.Site.Press;
using NodaTime;

namespace Distributor.Site.Archive;

/// <summary>Makes a front page of stories: which one leads, and which stand below by topic.</summary>
public static class SheetMaker
{
    private const int MostSections = 9;
    private const int StoriesInSection = 4;

    /// <summary>A story leads when it is among so many newest.</summary>
    private const int LeadFrom = 6;

    /// <param name="stories">Newest first, at least one.</param>
    public static PressSheet Of(
        IReadOnlyList<ArchivedStory> stories,
        PageLanguage language,
        DateTimeZone zone,
        LocalDate today
    )
    {
        var newest = stories.Take(LeadFrom).ToList();
        var lead =
            newest.Find(story => story.Text.Breaking) ?? newest.Find(story => story.Text.Lead.Length > 0) ?? newest[0];
        var sections = stories
            .Where(story => story != lead)
            .GroupBy(story => story.Topic)
            .OrderBy(section => section.Key is null)
            .Take(MostSections);
        return new PressSheet(
            Line(lead),
            lead.Topic,
            [
                .. sections.Select(section => new PressSection(
                    section.Key,
                    ArchiveAddress.Day(section.First().CompletedAt.InZone(zone).Date),
                    [.. section.Take(StoriesInSection).Select(Line)]
                )),
            ]
        );

        StoryLine Line(ArchivedStory story) => StoryLine.Of(story.Text, story.CompletedAt, language, zone, today);
    }
}

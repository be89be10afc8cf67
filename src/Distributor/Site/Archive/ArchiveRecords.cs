using Distributor.Delivery.Editions;
using Distributor.Site.Press;
using NodaTime;

namespace Distributor.Site.Archive;

/// <summary>A complete story that was not withdrawn.</summary>
/// <param name="Sequence">Its place in the order of completion; newer is greater.</param>
public sealed record ArchivedStory(long Sequence, Instant CompletedAt, PressTopic? Topic, StoryText Text);

/// <param name="Stories">How many, or more than <see cref="ArchiveReader.MostCounted"/>.</param>
public sealed record TopicOfDay(PressTopic Topic, int Stories);

/// <summary>A line of the list of days.</summary>
public sealed record ArchivedDay(LocalDate Day, int Stories, ArchivedStory Newest, IReadOnlyList<TopicOfDay> Topics);

/// <param name="Earlier">Where the next page begins; null on the last one.</param>
public sealed record ArchivedDays(IReadOnlyList<ArchivedDay> Days, LocalDate? Earlier);

/// <summary>One day: its newest stories and all its topics.</summary>
public sealed record DayEdition(
    LocalDate Day,
    IReadOnlyList<ArchivedStory> Stories,
    IReadOnlyList<TopicOfDay> Topics,
    LocalDate? Previous,
    LocalDate? Next
);

/// <summary>One topic of one day, or a page of it.</summary>
/// <param name="Topic">Null for all stories of the day.</param>
/// <param name="Before">Where the next page begins; null on the last one.</param>
public sealed record TopicEdition(
    LocalDate Day,
    PressTopic? Topic,
    IReadOnlyList<ArchivedStory> Stories,
    long? Before,
    IReadOnlyList<TopicOfDay> Topics,
    LocalDate? Previous,
    LocalDate? Next
);

using Distributor.Articles.Intake;
using Distributor.Articles.Reading;
using NodaTime;

namespace Distributor.Sources.Polling;

/// <summary>What a poll makes of an item it does not know yet; the preview of a source says the same.</summary>
internal static class PollAdmission
{
    private static readonly Duration StillNews = Duration.FromHours(24);

    /// <param name="isFirst">The source's first poll: what is older than a day, or undated, is kept and never sent.</param>
    /// <param name="isFlood">More new items than the threshold: they wait for an admin.</param>
    public static Admission Of(ReadArticle article, bool isFirst, bool isFlood, Instant now) =>
        article switch
        {
            { PublishedAt: var at } when isFirst && (at is null || at < now - StillNews) => Admission.Old,
            _ when isFlood => Admission.Wait,
            { IsExcerpt: true, Url: not null } => Admission.AwaitFullText,
            _ => Admission.New,
        };
}

using NodaTime;

namespace Distributor.Articles.Desk;

/// <summary>Which articles a list shows; null or empty: all.</summary>
/// <param name="Search">Words of the title, among the newest <see cref="ArticleList.Searched"/> articles only.</param>
/// <param name="Topic">Slug.</param>
/// <param name="Held">Only those whose alert is held.</param>
/// <param name="From">Came at or after this.</param>
/// <param name="Until">Came before this.</param>
public sealed record ArticleFilter(
    string? Search = null,
    string? Topic = null,
    long? Source = null,
    ArticleState? State = null,
    bool Held = false,
    bool Breaking = false,
    Instant? From = null,
    Instant? Until = null
)
{
    public bool IsAll =>
        this
            is {
                Search: null or "",
                Topic: null or "",
                Source: null,
                State: null,
                Held: false,
                Breaking: false,
                From: null
            };
}

/// <summary>An article as a list shows it.</summary>
/// <param name="AlertHeld">Its alert waits until an admin releases it.</param>
/// <param name="Alerted">Messages accepted by their channel; null when there was no alert.</param>
/// <param name="Digests">Digest runs that tell it, among the newest editions.</param>
public sealed record ArticleLine(
    long Id,
    long StoryId,
    string Title,
    long SourceId,
    string Source,
    IReadOnlyList<string> Topics,
    Instant ReceivedAt,
    Instant? PublishedAt,
    ArticleState State,
    bool Breaking,
    bool AlertHeld,
    long? Alerted,
    int Digests
);

/// <param name="Next">The id to go on after; null on the last page.</param>
public sealed record ArticleLines(IReadOnlyList<ArticleLine> Items, long? Next);

/// <summary>How many: exactly, or only at least so many, or about so many.</summary>
public sealed record ArticleCount(long N, bool IsMore = false, bool IsAbout = false);

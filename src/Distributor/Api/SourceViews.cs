using Distributor.Sources;
using Distributor.Sources.Desk;
using Distributor.Sources.Polling;

namespace Distributor.Api;

/// <summary>A source as the API shows it.</summary>
/// <param name="Address">Of the feed, or a name of ours such as <c>api</c>.</param>
/// <param name="Topics">Every article of it belongs to them.</param>
/// <param name="Failures">Failed polls in a row.</param>
/// <param name="Error">What failed and the cure; null after a success.</param>
/// <param name="FailingSince">The first of the failed polls in a row, as far as the history reaches.</param>
/// <param name="Waiting">Articles that wait for a release; 1001 stands for more than a thousand.</param>
/// <param name="Days">Articles on each of the last fourteen days, the oldest first.</param>
public sealed record SourceView(
    long Id,
    SourceKind Kind,
    string Address,
    string Title,
    SourceState State,
    IReadOnlyList<string> Topics,
    DateTimeOffset? LastPolledAt,
    DateTimeOffset? NextPollAt,
    int Failures,
    string? Error,
    DateTimeOffset? FailingSince,
    int Waiting,
    IReadOnlyList<int> Days
)
{
    internal static SourceView Of(SourceLine source) =>
        new(
            source.Id,
            source.Kind,
            source.Address,
            source.Title,
            source.State,
            source.Topics,
            source.LastPolledAt?.ToDateTimeOffset(),
            source.State == SourceState.Paused ? null : source.NextPollAt?.ToDateTimeOffset(),
            source.Failures,
            source.LastError,
            source.BrokenSince?.ToDateTimeOffset(),
            source.Waiting,
            source.Days
        );
}

/// <summary>One poll.</summary>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Created">New articles.</param>
/// <param name="Updated">Corrections.</param>
/// <param name="Held">Items over the flood threshold.</param>
public sealed record PollView(
    DateTimeOffset At,
    int Milliseconds,
    int? Status,
    int Created,
    int Updated,
    int Held,
    string? Error
)
{
    internal static PollView Of(PollRecord poll) =>
        new(
            poll.At.ToDateTimeOffset(),
            poll.Milliseconds,
            poll.Status,
            poll.Created,
            poll.Updated,
            poll.Held,
            poll.Error
        );
}

/// <summary>A source as it would be.</summary>
/// <param name="Address">Of the feed; null when a page names several, which are in <paramref name="Choices"/>.</param>
/// <param name="KnownAs">The source that has this address already.</param>
/// <param name="Topics">Recognised in its items.</param>
public sealed record SourcePreviewView(
    string? Address,
    string Title,
    IReadOnlyList<FeedChoiceView> Choices,
    long? KnownAs,
    string? Language,
    IReadOnlyList<string> Topics,
    IReadOnlyList<PreviewItemView> Items,
    IReadOnlyList<SkippedItemView> Skipped
)
{
    internal static SourcePreviewView Of(SourcePreview preview) =>
        new(
            preview.Address?.AbsoluteUri,
            preview.Title,
            [.. preview.Choices.Select(choice => new FeedChoiceView(choice.Address!.AbsoluteUri, choice.Title))],
            preview.KnownAs,
            preview.Language,
            preview.Topics,
            [
                .. preview.Items.Select(item => new PreviewItemView(
                    item.Title,
                    item.Url?.AbsoluteUri,
                    item.PublishedAt?.ToDateTimeOffset(),
                    item.Topics,
                    item.Categories,
                    item.IsNews,
                    item.FetchesPage
                )),
            ],
            [.. preview.Skipped.Select(item => new SkippedItemView(item.Title, item.Reason))]
        );
}

public sealed record FeedChoiceView(string Address, string Title);

/// <param name="News">It would be sent; otherwise it is only remembered.</param>
/// <param name="FetchesPage">The page behind it would be fetched for the full text.</param>
public sealed record PreviewItemView(
    string Title,
    string? Url,
    DateTimeOffset? PublishedAt,
    IReadOnlyList<string> Topics,
    IReadOnlyList<string> Categories,
    bool News,
    bool FetchesPage
);

public sealed record SkippedItemView(string? Title, string Reason);

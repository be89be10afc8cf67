using Distributor.Articles.Intake;
using Distributor.Articles.Reading;

namespace Distributor.Sources.Inputs;

/// <summary>Adds what was read by hand or from the inbox: always as news, however old it is.</summary>
public sealed class InputIntake(SystemSources sources, ArticleIntake intake)
{
    /// <param name="kind"><see cref="SourceKind.Manual"/> or <see cref="SourceKind.Inbox"/>.</param>
    /// <param name="address">Of what was fetched; null for a file.</param>
    /// <param name="topics">Chosen names, given to every article.</param>
    /// <returns>In the order the articles were added, the oldest first.</returns>
    public async Task<InputReport> AddAsync(
        SourceKind kind,
        ReadResult read,
        Uri? address,
        IReadOnlyList<string> topics,
        CancellationToken cancellationToken
    )
    {
        var batch = ArticleBatch.Of(read.Articles);
        if (batch.Items.Count == 0)
        {
            return new InputReport([], batch.Repeated);
        }
        var source = await SourceAsync(kind, read, address, cancellationToken);
        var added = new List<IntakeResult>();
        foreach (var item in batch.Items)
        {
            var options = new IntakeOptions
            {
                Topics = topics,
                SharedGuid = item.SharedGuid,
                EvenIfKeptBack = true,
            };
            added.Add(await intake.AddAsync(source, item.Article, options, cancellationToken));
        }
        return new InputReport(added, batch.Repeated);
    }

    /// <summary>
    /// Guids count within a feed, so a feed read by hand needs a source of its own: the one that is polled under this
    /// address, else one named by the address, or by the feed's title when it is a file, since a corrected file may lie elsewhere.
    /// </summary>
    private Task<long> SourceAsync(SourceKind kind, ReadResult read, Uri? address, CancellationToken cancellationToken)
    {
        var own = kind == SourceKind.Inbox ? SystemSources.Inbox : SystemSources.Manual;
        var ownTitle = kind == SourceKind.Inbox ? "Inbox" : "Read by hand";
        return read.Kind == InputKind.Feed && (address?.AbsoluteUri ?? read.Title) is { Length: > 0 } name
            ? sources.EnsureOfFeedAsync(kind, $"{own}:{name}", address, read.Title ?? ownTitle, cancellationToken)
            : sources.EnsureAsync(kind, own, ownTitle, cancellationToken);
    }
}

/// <param name="Skipped">Items left out because the input has them twice.</param>
public sealed record InputReport(IReadOnlyList<IntakeResult> Added, IReadOnlyList<SkippedItem> Skipped);

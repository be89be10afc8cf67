using System.Diagnostics;
using Distributor.Articles.Topics;
using Distributor.Channels.Email;
using Distributor.Storage;
using Distributor.Telemetry;
using Distributor.Templates;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using NodaTime;

namespace Distributor.Delivery.Editions;

/// <summary>
/// Gives a claimed row its edition. The first claim fixes it: the newest revisions are read, the message rendered, looked over
/// and stored; from then on everybody gets those words, whatever is corrected. Two instances that freeze at once agree on
/// whose was stored first.
/// </summary>
public sealed partial class EditionFreezer(
    Database database,
    EditionRenderer renderer,
    MimeComposer composer,
    PlanningTelemetry telemetry,
    IClock clock,
    ILogger<EditionFreezer> logger
) : IDisposable
{
    /// <summary>
    /// Octets of editions kept in memory; their number, not the readers', decides what is used. A digest takes some 150 KB,
    /// as text and encoded.
    /// </summary>
    private const long Kept = 48_000_000;

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = Kept });

    public async Task<FrozenEdition> GetAsync(long editionId, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(editionId, out FrozenEdition? kept) && kept is not null)
        {
            return kept;
        }
        var frozen = await FreezeAsync(editionId, cancellationToken);
        if (frozen.Fault is null)
        {
            cache.Set(editionId, frozen, new MemoryCacheEntryOptions { Size = frozen.Size });
        }
        return frozen;
    }

    public void Dispose() => cache.Dispose();

    private async Task<FrozenEdition> FreezeAsync(long editionId, CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        var edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == editionId, cancellationToken);
        if (edition.State == EditionState.Open)
        {
            await RenderAsync(db, edition, cancellationToken);
            edition = await db.Editions.AsNoTracking().SingleAsync(e => e.Id == editionId, cancellationToken);
        }
        var rendered = edition.Rendered is { } json ? RenderedEdition.FromJson(json) : null;
        var splicer = rendered?.Mail is { } mail ? new MailSplicer(mail) : null;
        return new FrozenEdition(
            edition.Id,
            edition.Layout,
            edition.State == EditionState.Frozen ? rendered : null,
            splicer,
            splicer is null
                ? null
                : composer.Share(
                    rendered!.Mail!.Subject,
                    rendered.Mail.Language,
                    splicer.Text.Literals,
                    splicer.Html.Literals
                ),
            edition.Fault,
            Retracted: edition.State == EditionState.Frozen && rendered is null
        );
    }

    private async Task RenderAsync(DistributorDb db, Edition edition, CancellationToken cancellationToken)
    {
        var contents = EditionContents.FromJson(edition.Contents);
        var ids = contents.Stories.Select(story => story.StoryId).ToList();
        var isEdit = edition.Layout == EditionDraft.Edit;
        var stories = await StoryReader.ReadAsync(db, ids, cancellationToken, withRetracted: isEdit);
        var topics = await db
            .Topics.Where(topic => topic.Id != Topic.EverythingId)
            .ToDictionaryAsync(topic => topic.Id, topic => topic.Name, cancellationToken);
        var change = await HeadlineChange.ReadAsync(db, contents, stories, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var rendered = renderer.Render(edition, contents, stories, topics, change);
        telemetry.Rendered(edition.Layout, began);
        var faults = rendered?.Mail is { } mail ? EditionLint.Check(mail) : [];
        var fault = faults.Count == 0 ? null : string.Join(" ", faults.Select(found => found.What));
        var state = fault is null ? EditionState.Frozen : EditionState.Held;
        if (fault is not null)
        {
            LogHeld(edition.Id, faults[0].Rule);
        }
        List<long> revisions = [.. ids.Where(stories.ContainsKey).Select(id => stories[id].RevisionId)];
        var text = rendered?.ToJson();
        var now = clock.GetCurrentInstant();
        // Only while it is open: the first to freeze decides.
        await db
            .Editions.Where(e => e.Id == edition.Id && e.State == EditionState.Open)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(e => e.State, state)
                        .SetProperty(e => e.Revisions, revisions)
                        .SetProperty(e => e.Rendered, text)
                        .SetProperty(e => e.Fault, fault)
                        .SetProperty(e => e.FrozenAt, now),
                cancellationToken
            );
    }

    [LoggerMessage(2001, LogLevel.Error, "Edition {Edition} is held: it breaks the rule {Rule}")]
    private partial void LogHeld(long edition, LintRule rule);
}

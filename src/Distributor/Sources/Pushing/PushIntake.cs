using Distributor.Articles.Intake;
using Distributor.Articles.Reading;
using NodaTime;

namespace Distributor.Sources.Pushing;

/// <summary>What became of a pushed article.</summary>
/// <param name="Errors">By field; empty when it was taken.</param>
public sealed record PushResult(IntakeResult? Taken, IReadOnlyDictionary<string, string[]> Errors);

/// <summary>The one way in for what is pushed, by a program or by hand: checked, cleaned, and taken in as everything else.</summary>
public sealed class PushIntake(ArticleIntake intake, SystemSources sources, IArticleHtml cleaner, IClock clock)
{
    /// <summary>The source of what admins write; its articles may be changed by hand, no poll brings them again.</summary>
    public const string Desk = "desk";

    /// <summary>Everything programs push belongs to one source, made with the first article.</summary>
    public async Task<PushResult> FromApiAsync(
        PushedArticle pushed,
        string actor,
        CancellationToken cancellationToken
    ) =>
        await AddAsync(
            pushed,
            () => sources.EnsureAsync(SourceKind.Api, SystemSources.Api, "API", cancellationToken),
            actor,
            Admission.New,
            cancellationToken
        );

    /// <param name="title">What readers see as the source: the name of the publication.</param>
    /// <param name="isHeld">It waits until somebody releases it; a correction does not wait.</param>
    public async Task<PushResult> ByHandAsync(
        PushedArticle pushed,
        string title,
        bool isHeld,
        string actor,
        CancellationToken cancellationToken
    ) =>
        await AddAsync(
            pushed,
            () => sources.EnsureAsync(SourceKind.Manual, Desk, title, cancellationToken),
            actor,
            isHeld ? Admission.Wait : Admission.New,
            cancellationToken
        );

    /// <summary>Corrects an article that was pushed; one of a feed would be corrected back by the next poll.</summary>
    /// <param name="pushed">With the guid the article has.</param>
    public async Task<PushResult> CorrectAsync(
        long sourceId,
        PushedArticle pushed,
        string actor,
        CancellationToken cancellationToken
    ) => await AddAsync(pushed, () => Task.FromResult(sourceId), actor, Admission.New, cancellationToken);

    private async Task<PushResult> AddAsync(
        PushedArticle pushed,
        Func<Task<long>> source,
        string? actor,
        Admission admission,
        CancellationToken cancellationToken
    )
    {
        var reader = new PushedArticleReader(pushed, cleaner, clock.GetCurrentInstant());
        if (reader.Read() is not { } article)
        {
            return new PushResult(null, reader.Errors);
        }
        var options = new IntakeOptions
        {
            Topics = reader.Topics,
            Breaking = pushed.Breaking,
            AlsoByUrl = true,
            Admission = admission,
            Actor = actor,
        };
        return new PushResult(
            await intake.AddAsync(await source(), article, options, cancellationToken),
            reader.Errors
        );
    }
}

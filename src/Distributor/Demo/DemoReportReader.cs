using Distributor.Articles;
using Distributor.Delivery;
using Distributor.Site;
using Distributor.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Distributor.Demo;

/// <summary>Reads from database and outbox what has happened so far.</summary>
public sealed class DemoReportReader(
    Database database,
    ILedger ledger,
    DemoOutbox outbox,
    IOptions<SiteOptions> site,
    IOptions<StorageOptions> storage
)
{
    public async Task<DemoReport> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = database.CreateDbContext();
        return new DemoReport(
            site.Value.BaseAddress.AbsoluteUri,
            storage.Value.FullDataDirectory,
            await db.Subscribers.CountAsync(cancellationToken),
            await ArticlesAsync(db, cancellationToken),
            await DeliveriesAsync(db, cancellationToken),
            await RunsAsync(db, cancellationToken),
            outbox.MailFiles(),
            outbox.TelegramFiles()
        );
    }

    private static async Task<IReadOnlyList<DemoArticle>> ArticlesAsync(
        DistributorDb db,
        CancellationToken cancellationToken
    ) =>
        await (
            from article in db.Articles.AsNoTracking()
            where article.State == ArticleState.Complete
            join revision in db.ArticleRevisions on article.CurrentRevisionId equals revision.Id
            orderby article.Id
            select new DemoArticle(
                article.Id,
                (
                    from filed in db.ArticleTopics
                    join topic in db.Topics on filed.TopicId equals topic.Id
                    where filed.ArticleId == article.Id
                    orderby filed.Position
                    select topic.Name
                ).FirstOrDefault(),
                revision.Title,
                revision.Language,
                article.Breaking
            )
        ).ToListAsync(cancellationToken);

    private static async Task<IReadOnlyList<DemoDeliveries>> DeliveriesAsync(
        DistributorDb db,
        CancellationToken cancellationToken
    )
    {
        var counts = await (
            from delivery in db.Deliveries.AsNoTracking()
            join run in db.Runs on delivery.RunId equals run.Id
            join address in db.Addresses on delivery.AddressId equals address.Id
            group delivery by new
            {
                run.Kind,
                address.Channel,
                delivery.State,
            } into some
            select new
            {
                some.Key.Kind,
                some.Key.Channel,
                some.Key.State,
                N = some.Count(),
            }
        ).ToListAsync(cancellationToken);
        return
        [
            .. counts
                .GroupBy(count => (count.Kind, count.Channel))
                .OrderBy(group => group.Key.Kind)
                .ThenByDescending(group => group.Key.Channel)
                .Select(group => new DemoDeliveries(
                    group.Key.Kind.ToWord(),
                    group.Key.Channel.ToWord(),
                    group.OrderBy(count => count.State).ToDictionary(count => count.State.ToWord(), count => count.N)
                )),
        ];
    }

    private async Task<IReadOnlyList<DemoRun>> RunsAsync(DistributorDb db, CancellationToken cancellationToken)
    {
        var rows = await db
            .Deliveries.GroupBy(delivery => delivery.RunId)
            .Select(group => new { group.Key, N = group.LongCount() })
            .ToDictionaryAsync(group => group.Key, group => group.N, cancellationToken);
        var runs = new List<DemoRun>();
        foreach (var run in await db.Runs.AsNoTracking().OrderBy(run => run.Id).ToListAsync(cancellationToken))
        {
            runs.Add(
                new DemoRun(
                    run.Id,
                    run.Kind.ToWord(),
                    run.Key,
                    run.Title,
                    run.State.ToWord(),
                    rows.GetValueOrDefault(run.Id),
                    await ledger.CountAsync(run.Id, cancellationToken)
                )
            );
        }
        return runs;
    }
}

using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Distributor.Site.Forms;
using Distributor.Storage;
using Distributor.Subscribers.Searching;

namespace Distributor.Dashboard.Subscribers;

/// <summary>The list of people, and somebody open beside it.</summary>
public static class SubscriberPages
{
    private const int PageSize = 50;

    public static void MapSubscribers(this RouteGroupBuilder desk)
    {
        desk.MapGet("/subscribers", ListAsync);
        desk.MapGet("/subscribers/export.csv", ExportPages.ExportAsync).RequireAuthorization(AdminPolicies.Editor);
        PersonPages.Map(desk);
        AddPages.Map(desk);
        BulkPages.Map(desk);
        ImportPages.Map(desk);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context,
        Database database,
        SubscriberSearch search,
        SubscriberReader reader,
        PersonLoader loader,
        CancellationToken cancellationToken
    )
    {
        var address = PeopleAddress.Read(name => context.Request.Query[name]);
        var found = await search.FindAsync(address.Filter, address.After, PageSize, cancellationToken);
        var topics = await TopicChoice.AllAsync(database, cancellationToken);
        var total = address.Filter.IsEmpty ? found.Count : (await search.CountAllAsync(cancellationToken));
        var person = address.Open is { } id
            ? await loader.LoadAsync(
                id,
                address.Tab,
                tab => address.Person(id, tab),
                topics,
                name => context.Request.Query[name],
                cancellationToken
            )
            : null;
        return DeskRoutes.Page<SubscribersPage>(
            (nameof(SubscribersPage.Address), address),
            (nameof(SubscribersPage.Found), found),
            (nameof(SubscribersPage.People), await reader.ReadAsync(found.Page.Ids, cancellationToken)),
            (nameof(SubscribersPage.Topics), topics),
            (
                nameof(SubscribersPage.Total),
                SubscriberWords.People(total, "reader", "readers") + " on e-mail and Telegram"
            ),
            (nameof(SubscribersPage.Person), person)
        );
    }
}

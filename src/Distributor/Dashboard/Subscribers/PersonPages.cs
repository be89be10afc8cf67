using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Distributor.Site.Forms;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Erasing;
using Distributor.Subscribers.Managing;
using Distributor.Subscribers.Searching;

namespace Distributor.Dashboard.Subscribers;

/// <summary>The page of one person, and the forms about the person as a whole.</summary>
internal static class PersonPages
{
    public static void Map(RouteGroupBuilder desk)
    {
        desk.MapGet("/subscribers/{id:long}", PageAsync);
        var person = desk.MapGroup("/subscribers/{id:long}").RequireAuthorization(AdminPolicies.Editor);
        person.MapGet("/delete", AskAsync);
        person.MapPost("/delete", DeleteAsync);
        person.MapPost("/name", RenameAsync);
        person.MapPost("/addresses", AddAddressAsync);
        AddressPages.Map(person);
    }

    private static async Task<IResult> PageAsync(
        long id,
        HttpContext context,
        Database database,
        PersonLoader loader,
        CancellationToken cancellationToken
    )
    {
        var model = await loader.LoadAsync(
            id,
            context.Request.Query["tab"].ToString(),
            tab => tab.Length == 0 ? PersonRequest.PageOf(id) : $"{PersonRequest.PageOf(id)}?tab={tab}",
            await TopicChoice.AllAsync(database, cancellationToken),
            name => context.Request.Query[name],
            cancellationToken
        );
        return model is null ? DeskRoutes.Missing() : DeskRoutes.Page<PersonPage>((nameof(PersonPage.Model), model));
    }

    private static async Task<IResult> AskAsync(long id, SubscriberReader reader, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(id, cancellationToken) is not { } person)
        {
            return DeskRoutes.Missing();
        }
        return DeskRoutes.Page<DeletePage>(
            (nameof(DeletePage.Who), person.Title),
            (nameof(DeletePage.Action), PersonRequest.PageOf(id) + "/delete"),
            (nameof(DeletePage.BackHref), PersonRequest.PageOf(id))
        );
    }

    private static async Task<IResult> DeleteAsync(long id, HttpContext context, ErasureService erasing) =>
        await erasing.BeginAsync(id, AdminPolicies.Actor(context), CancellationToken.None)
            ? DeskRoutes.Done(context, PeopleAddress.Path, "Deleted. Their data are gone in a minute or two.")
            : DeskRoutes.Missing();

    private static async Task<IResult> RenameAsync(
        long id,
        [AsParameters] PersonRequest request,
        SubscriberEditing editing
    )
    {
        await request.ReadAsync();
        var name = request.Field("name");
        if (name.Length > SubscriberEditing.LongestName)
        {
            return await request.FaultAsync(
                id,
                "name",
                PersonRequest.Error("name", $"Shorten it to {SubscriberEditing.LongestName} characters.")
            );
        }
        return await editing.RenameAsync(id, name, request.Actor, CancellationToken.None)
            ? request.Done(id, "The name is saved.")
            : DeskRoutes.Missing();
    }

    private static async Task<IResult> AddAddressAsync(
        long id,
        [AsParameters] PersonRequest request,
        SubscriberEditing editing
    )
    {
        await request.ReadAsync();
        var typed = request.Field("address");
        var given =
            EmailAddress.TryParse(typed, out var email) ? NewAddress.Of(email)
            : ChatAddress.TryParse(typed, out var chat) ? NewAddress.Of(chat.Value)
            : null;
        if (given is null)
        {
            return await request.FaultAsync(
                id,
                "address",
                PersonRequest.Error(
                    "address",
                    "Write an e-mail address such as ann@example.org, or the number of a chat."
                )
            );
        }
        var result = await editing.AddAddressAsync(id, given, request.Actor, CancellationToken.None);
        return result.IsDone
            ? request.Done(id, "The address is added and active.")
            : await request.FaultAsync(
                id,
                "address",
                PersonRequest.Error("address", RefusalWords.Of(result, id)),
                result.SubscriberId == id ? null : result.SubscriberId
            );
    }
}

using Distributor.Channels;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Distributor.Site;
using Distributor.Site.Forms;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Managing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace Distributor.Dashboard.Subscribers;

/// <summary>Somebody added by hand.</summary>
internal static class AddPages
{
    public static void Map(RouteGroupBuilder desk)
    {
        desk.MapGet("/subscribers/add", ShowAsync).RequireAuthorization(AdminPolicies.Editor);
        desk.MapPost("/subscribers/add", AddAsync).RequireAuthorization(AdminPolicies.Editor);
    }

    private static async Task<IResult> ShowAsync(
        Database database,
        IOptions<SiteOptions> site,
        CancellationToken cancellationToken
    ) =>
        await PageAsync(
            new AddForm
            {
                Language = WordLanguages.Find(site.Value.Language) ?? "en",
                TimeZone = TimeZones.Find(site.Value.TimeZone) ?? "UTC",
            },
            database,
            StatusCodes.Status200OK,
            cancellationToken
        );

    private static async Task<IResult> AddAsync(
        HttpContext context,
        Database database,
        SubscriberAdding adding,
        CancellationToken cancellationToken
    )
    {
        var (form, wanted) = AddForm.Read(await context.Request.ReadFormAsync(cancellationToken));
        if (wanted is not null)
        {
            var result = await adding.AddAsync(wanted, AdminPolicies.Actor(context), CancellationToken.None);
            if (result is { IsDone: true, SubscriberId: { } id })
            {
                return DeskRoutes.Done(
                    context,
                    PersonRequest.PageOf(id),
                    wanted.AskFirst
                        ? "Added. A mail asks them to confirm; nothing else goes out until they do."
                        : "Added and active."
                );
            }
            form = form with
            {
                Errors = PersonRequest.Error(
                    result.Channel == ChannelKind.Telegram ? "chat" : "email",
                    RefusalWords.Of(result)
                ),
                OtherId = result.SubscriberId,
            };
        }
        return await PageAsync(form, database, StatusCodes.Status422UnprocessableEntity, cancellationToken);
    }

    private static async Task<IResult> PageAsync(
        AddForm form,
        Database database,
        int status,
        CancellationToken cancellationToken
    ) =>
        new RazorComponentResult<AddPage>(
            new { Form = form, Topics = await TopicChoice.AllAsync(database, cancellationToken) }
        )
        {
            StatusCode = status,
        };
}

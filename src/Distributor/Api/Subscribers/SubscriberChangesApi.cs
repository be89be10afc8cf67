using Distributor.Channels;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Managing;
using Distributor.Subscribers.Preferences;
using Distributor.Subscribers.Searching;
using Distributor.Subscribers.Unsubscribing;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace Distributor.Api.Subscribers;

/// <summary>What programs change about a person, by the same services as the dashboard.</summary>
internal static class SubscriberChangesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var person = api.MapGroup("/subscribers/{id:long}");
        person
            .MapPatch("", PatchAsync)
            .WithSummary("Changes name, topics, hours, zone, language, quiet hours, or mends an e-mail address.")
            .Produces<SubscriberJson>()
            .ProducesProblem(404)
            .ProducesProblem(409)
            .ProducesProblem(422);
        person
            .MapPost("/unsubscribe", UnsubscribeAsync)
            .WithSummary("Ends everything for one address, or for all of the subscriber.")
            .Produces<SubscriberJson>()
            .ProducesProblem(404);
        person
            .MapPost("/pause", PauseAsync)
            .WithSummary("Nothing but notices until a time, or until told.")
            .Produces<SubscriberJson>()
            .ProducesProblem(404)
            .ProducesProblem(422);
        person
            .MapPost("/resume", ResumeAsync)
            .WithSummary("Ends a pause; the next digest says what came meanwhile.")
            .Produces<SubscriberJson>()
            .ProducesProblem(404);
    }

    private static async Task<IResult> PatchAsync(
        long id,
        [FromBody] SubscriberPatch patch,
        HttpContext context,
        Database database,
        SubscriberReader reader,
        SubscriberEditing editing,
        AddressCorrection correction,
        PreferenceService preferences,
        CancellationToken cancellationToken
    )
    {
        if (await reader.FindAsync(id, cancellationToken) is not { IsLeaving: false } person)
        {
            return SubscribersApi.Missing();
        }
        await using var db = database.CreateDbContext();
        var wishes = await WishReader.CreateAsync(db, cancellationToken);
        if (patch.Name?.Length > SubscriberEditing.LongestName)
        {
            wishes.Fault("name", $"has more than {SubscriberEditing.LongestName} characters; shorten it.");
        }
        var changes = new List<(AddressPatch Patch, EmailAddress? Email, WishChange Change)>();
        foreach (var (address, index) in (patch.Addresses ?? []).Select((address, index) => (address, index)))
        {
            var at = FormattableString.Invariant($"addresses[{index}].");
            changes.Add((address, Email(wishes, person, address, at), wishes.Change(address, at)));
        }
        if (wishes.Errors.Count > 0)
        {
            return Problems.Fields(422, wishes.Errors);
        }
        var actor = ApiServices.Actor(context);
        foreach (var (address, email, change) in changes)
        {
            if (email is not null)
            {
                var result = await correction.CorrectAsync(address.Id, email, actor, cancellationToken);
                if (!result.IsDone)
                {
                    return SubscribersApi.Refusal(result);
                }
            }
            await preferences.ChangeAsync(address.Id, change, actor, cancellationToken);
        }
        if (patch.Name is { } name)
        {
            await editing.RenameAsync(id, name, actor, cancellationToken);
        }
        return await AnswerAsync(id, reader, cancellationToken);
    }

    private static EmailAddress? Email(WishReader wishes, SubscriberView person, AddressPatch address, string at)
    {
        var known = person.Addresses.FirstOrDefault(one => one.Id == address.Id);
        if (known is null)
        {
            wishes.Fault(at + "id", "is no address of this subscriber.");
        }
        if (string.IsNullOrEmpty(address.Email))
        {
            return null;
        }
        if (known is { Channel: not ChannelKind.Email })
        {
            wishes.Fault(at + "email", "only an e-mail address can be mended.");
        }
        if (!EmailAddress.TryParse(address.Email, out var email))
        {
            wishes.Fault(at + "email", "is not one plain address; write it like ann@example.org.");
        }
        return email;
    }

    private static Task<IResult> UnsubscribeAsync(
        long id,
        HttpContext context,
        SubscriberReader reader,
        UnsubscribeService unsubscribing,
        CancellationToken cancellationToken,
        [FromBody] UnsubscribeOrder? order = null
    ) =>
        EachAsync(
            id,
            order?.Address,
            reader,
            address =>
                unsubscribing.UnsubscribeAsync(address, ApiServices.Actor(context), order?.Note, cancellationToken),
            cancellationToken
        );

    private static async Task<IResult> PauseAsync(
        long id,
        HttpContext context,
        SubscriberReader reader,
        PreferenceService preferences,
        IClock clock,
        CancellationToken cancellationToken,
        [FromBody] PauseOrder? order = null
    )
    {
        var until = order?.Until is { } time ? Instant.FromDateTimeOffset(time) : (Instant?)null;
        return until <= clock.GetCurrentInstant()
            ? Problems.Field(422, "until", "must be a time to come.")
            : await EachAsync(
                id,
                order?.Address,
                reader,
                address => preferences.PauseAsync(address, until, ApiServices.Actor(context), cancellationToken),
                cancellationToken
            );
    }

    private static Task<IResult> ResumeAsync(
        long id,
        HttpContext context,
        SubscriberReader reader,
        PreferenceService preferences,
        CancellationToken cancellationToken,
        [FromBody] ResumeOrder? order = null
    ) =>
        EachAsync(
            id,
            order?.Address,
            reader,
            address => preferences.ResumeAsync(address, ApiServices.Actor(context), cancellationToken),
            cancellationToken
        );

    /// <summary>For one address or all; what an address cannot is left out, the answer shows what holds now.</summary>
    private static async Task<IResult> EachAsync(
        long id,
        long? only,
        SubscriberReader reader,
        Func<long, Task<bool>> change,
        CancellationToken cancellationToken
    )
    {
        var person = await reader.FindAsync(id, cancellationToken);
        var addresses = person?.Addresses.Where(one => only is null || one.Id == only).ToList();
        if (addresses is not { Count: > 0 })
        {
            return SubscribersApi.Missing();
        }
        foreach (var address in addresses)
        {
            await change(address.Id);
        }
        return await AnswerAsync(id, reader, cancellationToken);
    }

    private static async Task<IResult> AnswerAsync(
        long id,
        SubscriberReader reader,
        CancellationToken cancellationToken
    ) =>
        await reader.FindAsync(id, cancellationToken) is { } person
            ? Results.Ok(SubscriberJson.Of(person))
            : SubscribersApi.Missing();
}

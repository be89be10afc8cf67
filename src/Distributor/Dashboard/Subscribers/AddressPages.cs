using Distributor.Dashboard.Shell;
using Distributor.Site.Forms;
using Distributor.Subscribers;
using Distributor.Subscribers.Managing;
using Distributor.Subscribers.Preferences;
using Distributor.Subscribers.Unsubscribing;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using NodaTime.Text;

namespace Distributor.Dashboard.Subscribers;

/// <summary>The forms about one address of a person.</summary>
internal static class AddressPages
{
    private const int LongestNote = 200;

    public static void Map(RouteGroupBuilder person)
    {
        var address = person.MapGroup("/addresses/{address:long}");
        address.MapPost("/wishes", WishesAsync);
        address.MapPost("/email", CorrectAsync);
        address.MapPost("/pause", PauseAsync);
        address.MapPost("/resume", ResumeAsync);
        address.MapPost("/unsubscribe", UnsubscribeAsync);
        address.MapPost("/resubscribe", ResubscribeAsync);
    }

    private static async Task<IResult> WishesAsync(
        long id,
        long address,
        [AsParameters] PersonRequest request,
        PreferenceService preferences
    )
    {
        if (!await BelongsAsync(request, id, address))
        {
            return DeskRoutes.Missing();
        }
        var topics = await TopicChoice.AllAsync(request.Database, request.Context.RequestAborted);
        var (change, errors) = WishFields.Read(request.Field, topics.Select(topic => topic.Id).Where(request.HasTopic));
        if (await preferences.ReadAsync(address, request.Context.RequestAborted) is { } had)
        {
            // What the form did not show stays: topics beyond its list, or added since it was opened.
            change = change with
            {
                Topics = [.. change.Topics!, .. had.Topics.Where(one => !request.HasTopic(one.TopicId))],
            };
        }
        if (errors.Count > 0)
        {
            return await request.FaultAsync(id, FormattableString.Invariant($"wishes-{address}"), errors);
        }
        await preferences.ChangeAsync(address, change, request.Actor, CancellationToken.None);
        return request.Done(id, "Saved.");
    }

    private static async Task<IResult> CorrectAsync(
        long id,
        long address,
        [AsParameters] PersonRequest request,
        AddressCorrection correction
    )
    {
        if (!await BelongsAsync(request, id, address))
        {
            return DeskRoutes.Missing();
        }
        var form = FormattableString.Invariant($"email-{address}");
        if (request.Field("email") is not { Length: <= 254 } typed || !EmailAddress.TryParse(typed, out var target))
        {
            return await request.FaultAsync(
                id,
                form,
                PersonRequest.Error("email", "This is not one plain address; write it like ann@example.org.")
            );
        }
        var result = await correction.CorrectAsync(address, target, request.Actor, CancellationToken.None);
        return result.IsDone
            ? request.Done(id, "The address is corrected.")
            : await request.FaultAsync(
                id,
                form,
                PersonRequest.Error("email", RefusalWords.Of(result, id)),
                result.SubscriberId == id ? null : result.SubscriberId
            );
    }

    private static async Task<IResult> PauseAsync(
        long id,
        long address,
        [AsParameters] PersonRequest request,
        PreferenceService preferences,
        IClock clock
    )
    {
        if (await FindAsync(request, id, address) is not { } found)
        {
            return DeskRoutes.Missing();
        }
        Instant? until = null;
        if (request.Field("until") is { Length: > 0 } typed)
        {
            var zone = TimeZones.Of(found.TimeZone);
            var today = clock.GetCurrentInstant().InZone(zone).Date;
            if (LocalDatePattern.Iso.Parse(typed) is not { Success: true, Value: var day } || day <= today)
            {
                return await request.FaultAsync(
                    id,
                    FormattableString.Invariant($"pause-{address}"),
                    PersonRequest.Error("until", "Choose a day from tomorrow on.")
                );
            }
            until = zone.AtStartOfDay(day).ToInstant();
        }
        return await preferences.PauseAsync(address, until, request.Actor, CancellationToken.None)
            ? request.Done(
                id,
                "Paused. Nothing but answers to their own forms goes to this address.",
                FormattableString.Invariant($"/admin/subscribers/{id}/addresses/{address}/resume")
            )
            : request.Refused(id, "Only an active address can be paused; this one is not active any more.");
    }

    private static async Task<IResult> ResumeAsync(
        long id,
        long address,
        [AsParameters] PersonRequest request,
        PreferenceService preferences
    )
    {
        if (!await BelongsAsync(request, id, address))
        {
            return DeskRoutes.Missing();
        }
        return await preferences.ResumeAsync(address, request.Actor, CancellationToken.None)
            ? request.Done(id, "Resumed. The next digest says what came meanwhile.")
            : request.Refused(id, "This address is not paused any more.");
    }

    private static async Task<IResult> UnsubscribeAsync(
        long id,
        long address,
        [AsParameters] PersonRequest request,
        UnsubscribeService unsubscribing
    )
    {
        if (!await BelongsAsync(request, id, address))
        {
            return DeskRoutes.Missing();
        }
        var note = request.Field("note");
        note = note.Length > LongestNote ? note[..LongestNote] : note;
        await unsubscribing.UnsubscribeAsync(
            address,
            request.Actor,
            note.Length == 0 ? null : note,
            CancellationToken.None
        );
        return request.Done(
            id,
            "Unsubscribed.",
            FormattableString.Invariant($"/admin/subscribers/{id}/addresses/{address}/resubscribe")
        );
    }

    private static async Task<IResult> ResubscribeAsync(
        long id,
        long address,
        [AsParameters] PersonRequest request,
        UnsubscribeService unsubscribing
    )
    {
        if (await FindAsync(request, id, address) is not { } found)
        {
            return DeskRoutes.Missing();
        }
        if (!UnsubscribeService.WasByAdmin(found))
        {
            return request.Refused(id, "They unsubscribed themselves; only they can take that back.");
        }
        return await unsubscribing.UndoAsync(address, request.Actor, CancellationToken.None)
            ? request.Done(id, "The unsubscription is taken back.")
            : request.Refused(id, "This address is not unsubscribed any more.");
    }

    private static async Task<bool> BelongsAsync(PersonRequest request, long id, long address) =>
        await FindAsync(request, id, address) is not null;

    private static async Task<Address?> FindAsync(PersonRequest request, long id, long address)
    {
        await request.ReadAsync();
        await using var db = request.Database.CreateDbContext();
        return await db
            .Addresses.AsNoTracking()
            .SingleOrDefaultAsync(
                one => one.Id == address && one.SubscriberId == id && one.EraseAt == null,
                request.Context.RequestAborted
            );
    }
}

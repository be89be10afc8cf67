using System.Globalization;
using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Site;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Subscribers.Erasing;
using Distributor.Subscribers.History;
using Distributor.Subscribers.Managing;
using Distributor.Subscribers.Searching;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Distributor.Api.Subscribers;

/// <summary>
/// People over HTTP: found, read, added, deleted. What changes them is in <see cref="SubscriberChangesApi"/>. Longer than most files
/// because each route stands beside what it reads.
/// </summary>
internal static class SubscribersApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/subscribers", ListAsync)
            .WithSummary("Finds subscribers, the newest first.")
            .WithDescription(
                "q is any part of name or address; words are all wanted, one or two letters are a beginning. state, channel, topic (id, slug or name), cadence, language and timeZone speak of one and the same address. A page may be short and still have a next one: what few match is looked for a piece at a time."
            )
            .Produces<Page<SubscriberJson>>()
            .ProducesProblem(400);
        api.MapGet("/subscribers/{id:long}", OneAsync)
            .WithSummary("One subscriber with addresses, topics and digest hours.")
            .Produces<SubscriberJson>()
            .ProducesProblem(404);
        api.MapPost("/subscribers", AddAsync)
            .WithSummary("Adds a subscriber; a mail asks for confirmation unless `confirm` is false.")
            .Produces<SubscriberJson>(201)
            .ProducesProblem(409)
            .ProducesProblem(422);
        api.MapDelete("/subscribers/{id:long}", DeleteAsync)
            .WithSummary("Deletes a subscriber with everything known; the data are gone in a minute or two.")
            .Produces(204)
            .ProducesProblem(404);
        api.MapGet("/subscribers/{id:long}/deliveries", DeliveriesAsync)
            .WithSummary("What was sent to a subscriber and what was not and why, the newest first.")
            .Produces<Page<DeliveryView>>()
            .ProducesProblem(400)
            .ProducesProblem(404);
        SubscriberChangesApi.Map(api);
    }

    private static async Task<IResult> ListAsync(
        Database database,
        SubscriberSearch search,
        SubscriberReader reader,
        CancellationToken cancellationToken,
        string? q = null,
        string? state = null,
        string? channel = null,
        string? topic = null,
        string? cadence = null,
        string? language = null,
        string? timeZone = null,
        string? cursor = null,
        int? limit = null
    )
    {
        if (Paging.Limit(limit) is not { } size)
        {
            return Paging.BadLimit();
        }
        if (Paging.Before(cursor) is not { } before)
        {
            return Paging.BadCursor();
        }
        await using var db = database.CreateDbContext();
        var wishes = await WishReader.CreateAsync(db, cancellationToken);
        var filter = new SubscriberFilter
        {
            Query = q ?? "",
            State = Word<AddressState>(wishes, "state", state),
            Channel = Word<ChannelKind>(wishes, "channel", channel),
            Cadence = Word<Cadence>(wishes, "cadence", cadence),
            Topic = string.IsNullOrEmpty(topic) ? null : wishes.Topic("topic", topic),
            Language = wishes.Language("language", language),
            TimeZone = wishes.Zone("timeZone", timeZone),
        };
        if (wishes.Errors.Count > 0)
        {
            return Problems.Fields(400, wishes.Errors);
        }
        var page = await search.PageAsync(filter, before, size, cancellationToken);
        var people = await reader.ReadAsync(page.Ids, cancellationToken);
        return Results.Ok(
            new Page<SubscriberJson>(
                [.. people.Select(SubscriberJson.Of)],
                page.Next is { } next ? Paging.Write(next) : null
            )
        );
    }

    private static async Task<IResult> OneAsync(
        long id,
        SubscriberReader reader,
        CancellationToken cancellationToken
    ) =>
        await reader.FindAsync(id, cancellationToken) is { } person ? Results.Ok(SubscriberJson.Of(person)) : Missing();

    private static async Task<IResult> AddAsync(
        [FromBody] NewSubscriberJson body,
        HttpContext context,
        Database database,
        SubscriberAdding adding,
        SubscriberReader reader,
        IOptions<SiteOptions> site,
        CancellationToken cancellationToken
    )
    {
        await using var db = database.CreateDbContext();
        var wishes = await WishReader.CreateAsync(db, cancellationToken);
        var wanted = Read(body, wishes, site.Value);
        if (wishes.Errors.Count > 0)
        {
            return Problems.Fields(422, wishes.Errors);
        }
        var result = await adding.AddAsync(wanted, ApiServices.Actor(context), cancellationToken);
        if (result is not { IsDone: true, SubscriberId: { } id })
        {
            return Refusal(result);
        }
        var person = await reader.FindAsync(id, cancellationToken);
        return person is null
            ? Missing()
            : Results.Created(FormattableString.Invariant($"/api/v1/subscribers/{id}"), SubscriberJson.Of(person));
    }

    private static NewSubscriber Read(NewSubscriberJson body, WishReader wishes, SiteOptions site)
    {
        EmailAddress? email = null;
        ChatAddress? chat = null;
        if (!string.IsNullOrEmpty(body.Email) && !EmailAddress.TryParse(body.Email, out email))
        {
            wishes.Fault("email", "is not one plain address; write it like ann@example.org.");
        }
        if (!string.IsNullOrEmpty(body.TelegramChatId) && !ChatAddress.TryParse(body.TelegramChatId, out chat))
        {
            wishes.Fault("telegramChatId", "is not a chat id; write a number such as 123456789.");
        }
        if (string.IsNullOrEmpty(body.Email) && string.IsNullOrEmpty(body.TelegramChatId))
        {
            wishes.Fault("email", "or telegramChatId is required.");
        }
        if (body.Name?.Length > SubscriberEditing.LongestName)
        {
            wishes.Fault("name", $"has more than {SubscriberEditing.LongestName} characters; shorten it.");
        }
        if (body.EmailCadence is Cadence.Instant or Cadence.Breaking)
        {
            wishes.Fault("emailCadence", "must be daily or weekly.");
        }
        if (body.TelegramCadence is Cadence.Weekly)
        {
            wishes.Fault("telegramCadence", "must be instant, breaking or daily.");
        }
        return new NewSubscriber
        {
            Name = string.IsNullOrWhiteSpace(body.Name) ? null : body.Name.Trim(),
            Email = email,
            Chat = chat,
            Topics =
            [
                .. (body.Topics ?? [])
                    .Where(topic => topic != Topic.EverythingSlug)
                    .Select(topic => wishes.Topic("topics", topic))
                    .OfType<int>(),
            ],
            EmailCadence = body.EmailCadence ?? Cadence.Daily,
            ChatCadence = body.TelegramCadence ?? Cadence.Instant,
            Language = wishes.Language("language", body.Language) ?? WordLanguages.Find(site.Language) ?? "en",
            TimeZone = wishes.Zone("timeZone", body.TimeZone) ?? TimeZones.Find(site.TimeZone) ?? "UTC",
            DigestTime = wishes.Time("digestTime", body.DigestTime),
            Weekday = wishes.Weekday("weekday", body.Weekday) ?? IsoDayOfWeek.Monday,
            AskFirst = body.Confirm != false && email is not null,
        };
    }

    private static async Task<IResult> DeleteAsync(
        long id,
        HttpContext context,
        ErasureService erasing,
        CancellationToken cancellationToken
    ) => await erasing.BeginAsync(id, ApiServices.Actor(context), cancellationToken) ? Results.NoContent() : Missing();

    private static async Task<IResult> DeliveriesAsync(
        long id,
        PersonHistory history,
        SubscriberReader reader,
        CancellationToken cancellationToken,
        string? cursor = null,
        int? limit = null
    )
    {
        if (Paging.Limit(limit) is not { } size)
        {
            return Paging.BadLimit();
        }
        var after = string.IsNullOrEmpty(cursor) ? null : DeliveryCursor.Read(cursor);
        if (after is null && !string.IsNullOrEmpty(cursor))
        {
            return Paging.BadCursor();
        }
        if (await reader.FindAsync(id, cancellationToken) is null)
        {
            return Missing();
        }
        var rows = await history.DeliveriesAsync(id, after, size + 1, cancellationToken);
        var page = Paging.Of([.. rows], size, sent => DeliveryCursor.Write(sent.Row));
        return Results.Ok(
            new Page<DeliveryView>(
                [.. page.Items.Select(sent => DeliveryView.Of(sent.Row, (id, sent.Channel)))],
                page.Next
            )
        );
    }

    internal static IResult Missing() => Problems.Problem(404, "There is no such subscriber.");

    internal static IResult Refusal(AddressResult result) =>
        result.Refusal switch
        {
            AddressRefusal.Taken => Problems.Problem(
                409,
                string.Create(CultureInfo.InvariantCulture, $"Subscriber {result.SubscriberId} has this address.")
            ),
            AddressRefusal.Forgotten => Problems.Problem(
                409,
                "The owner of this address asked to be deleted; only they can come back, by signing up."
            ),
            _ => Missing(),
        };

    private static T? Word<T>(WishReader wishes, string field, string? word)
        where T : struct, Enum
    {
        if (string.IsNullOrEmpty(word))
        {
            return null;
        }
        if (char.IsAsciiLetter(word[0]) && Enum.TryParse<T>(word, true, out var value))
        {
            return value;
        }
        wishes.Fault(
            field,
            "must be one of " + string.Join(", ", Enum.GetValues<T>().Select(one => one.ToWord())) + "."
        );
        return null;
    }
}

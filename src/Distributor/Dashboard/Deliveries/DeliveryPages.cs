using System.Globalization;
using Distributor.Api;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Runs;
using Distributor.Dashboard.Shell;
using Distributor.Delivery;
using Distributor.Delivery.Reading;
using Distributor.Storage;

namespace Distributor.Dashboard.Deliveries;

public static class DeliveryPages
{
    private const int PageSize = 50;

    public static void MapDeliveries(this RouteGroupBuilder desk)
    {
        desk.MapGet("/deliveries", ListAsync);
        desk.MapGet("/deliveries/{id}", ShowAsync);
        desk.MapGet("/deliveries/{id}/mail", MailAsync);
        desk.MapPost("/deliveries/{id}/retry", RetryAsync).RequireAuthorization(AdminPolicies.Editor);
    }

    private static async Task<IResult> ListAsync(
        DeliveryReader reader,
        Database database,
        CancellationToken cancellationToken,
        string? run = null,
        string? subscriber = null,
        string? state = null,
        string? channel = null,
        string? duplicates = null,
        string? after = null
    )
    {
        QueryWord.TryRead<DeliveryState>(state, out var inState);
        var filter = new DeliveryFilter(
            Number(run),
            Number(subscriber),
            inState,
            duplicates == "true" ? true : null,
            channel switch
            {
                "email" => true,
                "telegram" => false,
                _ => null,
            }
        );
        var from = after is null ? null : DeliveryCursor.Read(after);
        var rows = await reader.ListAsync(filter, from, PageSize + 1, cancellationToken);
        var more = rows.Count > PageSize;
        if (more)
        {
            rows.RemoveAt(PageSize);
        }
        await using var db = database.CreateDbContext();
        var lines = await DeliveryLine.OfAsync(db, rows, cancellationToken);
        var address = new ListAddress(
            "/admin/deliveries",
            ("run", run),
            ("subscriber", subscriber),
            ("state", state),
            ("channel", channel),
            ("duplicates", duplicates)
        );
        var title = filter.RunId is { } runId
            ? (await db.Runs.FindAsync([runId], cancellationToken))?.Title ?? $"run {runId}"
            : null;
        return DeskRoutes.Page<DeliveriesPage>(
            (nameof(DeliveriesPage.Filter), filter),
            (nameof(DeliveriesPage.Lines), lines),
            (nameof(DeliveriesPage.Chips), Chips(filter, title, address)),
            (nameof(DeliveriesPage.FirstHref), from is null ? null : address.ToString()),
            (nameof(DeliveriesPage.NextHref), more ? address.With("after", DeliveryCursor.Write(rows[^1])) : null)
        );
    }

    private static List<Chip> Chips(DeliveryFilter filter, string? run, ListAddress address)
    {
        var chips = new List<Chip>();
        if (run is not null)
        {
            chips.Add(new Chip(run, address.With("run", null)));
        }
        if (filter.SubscriberId is { } person)
        {
            chips.Add(new Chip($"subscriber {person}", address.With("subscriber", null)));
        }
        if (filter.State is { } state)
        {
            chips.Add(new Chip(RunWords.State(state).Text, address.With("state", null)));
        }
        if (filter.Mail is { } mail)
        {
            chips.Add(new Chip(mail ? "e-mail" : "Telegram", address.With("channel", null)));
        }
        if (filter.MaybeDuplicate == true)
        {
            chips.Add(new Chip("maybe sent twice", address.With("duplicates", null)));
        }
        return chips;
    }

    private static async Task<IResult> ShowAsync(string id, SentMessages messages, HttpContext context) =>
        await messages.FindAsync(id, context.RequestAborted) is { } story
            ? DeskRoutes.Page<DeliveryPage>(
                (nameof(DeliveryPage.Story), story),
                (nameof(DeliveryPage.MayWork), AdminPolicies.IsEditor(context))
            )
            : DeskRoutes.Missing();

    private static async Task<IResult> MailAsync(string id, SentMessages messages, HttpContext context)
    {
        if (
            await messages.FindAsync(id, context.RequestAborted) is not { } story
            || await messages.MailHtmlAsync(story, context.RequestAborted) is not { } html
        )
        {
            return DeskRoutes.Missing();
        }
        DeskHeaders.SetPreview(context.Response.Headers);
        return Results.Content(html, "text/html; charset=utf-8");
    }

    private static async Task<IResult> RetryAsync(
        string id,
        SentMessages messages,
        RunControl control,
        HttpContext context
    )
    {
        if (await messages.FindAsync(id, context.RequestAborted) is not { } story)
        {
            return DeskRoutes.Missing();
        }
        var result = await control.RetryFailedAsync(
            story.Row.RunId,
            story.Row.AddressId,
            AdminPolicies.Actor(context),
            context.RequestAborted
        );
        return result.Rows > 0
            ? DeskRoutes.Done(context, $"/admin/deliveries/{id}", "It is tried again.")
            : DeskRoutes.Done(
                context,
                $"/admin/deliveries/{id}",
                "It is not tried again: the address may not receive, or nothing of it failed. Mend the address first.",
                Tone.Warning
            );
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <summary>Which chats an edit is planned for, and what each is taken to show, on both databases.</summary>
public sealed class EditSlicesTests
{
    private const DatabaseProvider Sqlite = DatabaseProvider.Sqlite;
    private const DatabaseProvider Postgres = DatabaseProvider.Postgres;

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Slices_cover_every_accepted_alert_once_and_again_adds_nothing(DatabaseProvider provider)
    {
        await using var ledger = await EditLedger.CreateAsync(provider, chats: 25);
        await ledger.SetAlertAsync(DeliveryState.Failed, chat: 3);
        await ledger.SetAddressAsync(AddressState.Paused, chat: 4);
        var edit = await ledger.EditAsync();

        Assert.Equal(23, await ledger.PlanAsync(edit, size: 10));
        Assert.Equal(0, await ledger.PlanAsync(edit, size: 10));

        var rows = await ledger.RowsAsync(edit);
        Assert.Equal(23, rows.Count);
        Assert.All(rows, row => Assert.Equal((DeliveryState.Planned, null), (row.State, row.Reason)));
        Assert.All(rows, row => Assert.Equal($"{row.AddressId}", row.ExternalId));
        Assert.All(rows, row => Assert.Equal(Priorities.Edit, row.Priority));
        Assert.All(rows, row => Assert.NotNull(row.ExpiresAt));
        Assert.All(rows, row => Assert.Equal(edit.Edition, row.EditionId));
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_chat_shows_its_newest_edit_that_arrived(DatabaseProvider provider)
    {
        await using var ledger = await EditLedger.CreateAsync(provider, chats: 4);
        var first = await ledger.EditAsync();
        await ledger.PlanAsync(first);
        await ledger.SetAsync(first, DeliveryState.Accepted, 0, 1);
        await ledger.SetAsync(first, DeliveryState.Failed, 2, 3);
        var second = await ledger.EditAsync();
        await ledger.PlanAsync(second);
        await ledger.SetAsync(second, DeliveryState.Accepted, 0);
        await ledger.SetAsync(second, DeliveryState.Suppressed, 1, 2, 3);

        // The third reads like the first: chats 1 shows it, 0 shows the second, the others still show the alert.
        var third = await ledger.EditAsync();
        await ledger.PlanAsync(third, same: [first.Edition]);

        Assert.Equal(
            [DeliveryState.Planned, DeliveryState.Suppressed, DeliveryState.Planned, DeliveryState.Planned],
            (await ledger.RowsAsync(third)).Select(row => row.State)
        );
        var fourth = await ledger.EditAsync();
        await ledger.SetAsync(third, DeliveryState.Failed, 0, 2, 3);
        await ledger.PlanAsync(fourth, same: [ledger.AlertEdition]);
        Assert.Equal(
            [null, null, "nothing changed", "nothing changed"],
            (await ledger.RowsAsync(fourth)).Select(row => row.Reason)
        );
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task After_an_edit_on_the_wire_or_of_unknown_fate_the_chat_is_edited_whatever_it_should_show(
        DatabaseProvider provider
    )
    {
        await using var ledger = await EditLedger.CreateAsync(provider, chats: 4);
        var first = await ledger.EditAsync();
        await ledger.PlanAsync(first);
        await ledger.SetAsync(first, DeliveryState.Sending, 0);
        await ledger.SetAsync(first, DeliveryState.Uncertain, 1);
        await ledger.SetAsync(first, DeliveryState.Deferred, 2);
        await ledger.MayHaveArrivedAsync(first, 2);

        var second = await ledger.EditAsync();
        await ledger.PlanAsync(second, same: [ledger.AlertEdition]);

        var rows = await ledger.RowsAsync(second);
        Assert.Equal([null, null, null, "nothing changed"], rows.Select(row => row.Reason));
        // What is on the wire arrives first.
        Assert.Equal(Duration.FromMinutes(1), rows[0].DueAt!.Value - rows[0].ChangedAt!.Value);
        Assert.Equal(rows[1].ChangedAt, rows[1].DueAt);
        Assert.Null(rows[3].DueAt);
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task Only_one_numeric_id_is_a_message_that_can_be_edited(DatabaseProvider provider)
    {
        await using var ledger = await EditLedger.CreateAsync(provider, chats: 4);
        await ledger.SetExternalIdAsync("20261123T073000042Z-1-1-0.json", chat: 0);
        await ledger.SetExternalIdAsync("17,18", chat: 1);
        await ledger.SetExternalIdAsync(null, chat: 2);
        var edit = await ledger.EditAsync();

        await ledger.PlanAsync(edit);

        Assert.Equal(
            ["no message to edit", "no message to edit", "no message to edit", null],
            (await ledger.RowsAsync(edit)).Select(row => row.Reason)
        );
    }

    [Theory, InlineData(Sqlite), InlineData(Postgres)]
    public async Task A_cancelled_run_gets_no_rows_and_a_finished_one_is_opened_by_new_ones(DatabaseProvider provider)
    {
        await using var ledger = await EditLedger.CreateAsync(provider, chats: 2);
        await ledger.SetAlertAsync(DeliveryState.Sending, chat: 1);
        var edit = await ledger.EditAsync();
        await ledger.PlanAsync(edit);
        await ledger.SetAsync(edit, DeliveryState.Accepted, 0);
        Assert.True(await ledger.Ledger.FinishAsync(edit.Run, CancellationToken.None));
        await ledger.SetAlertAsync(DeliveryState.Accepted, chat: 1);

        Assert.Equal(1, await ledger.PlanAsync(edit));

        Assert.Equal(RunState.Sending, (await ledger.RunAsync(edit)).State);
        var cancelled = await ledger.EditAsync(RunState.Cancelled);
        Assert.Equal(0, await ledger.PlanAsync(cancelled));
    }
}

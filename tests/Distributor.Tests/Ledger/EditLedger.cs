using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <param name="Edition">Its only edition.</param>
public sealed record EditOfTest(long Run, long Edition);

/// <summary>
/// A ledger in which an alert was accepted by all its chats, whose message ids are their address ids, and edits of it. Chats are
/// named by their place in the order of addresses.
/// </summary>
public sealed class EditLedger : IAsyncDisposable
{
    private const long Story = 1;

    private readonly TestStore store;
    private readonly LedgerWorld world;
    private readonly List<long> chats;
    private readonly long alert;
    private int edits;

    private EditLedger(TestStore store, LedgerWorld world, long alert, List<long> chats, long edition)
    {
        (this.store, this.world, this.alert, this.chats) = (store, world, alert, chats);
        AlertEdition = edition;
    }

    public ILedger Ledger => store.Ledger;

    public long AlertEdition { get; }

    public static async Task<EditLedger> CreateAsync(DatabaseProvider provider, int chats)
    {
        var store = await TestStore.CreateAsync(provider);
        var world = new LedgerWorld(store);
        var (run, ids) = await world.PlannedAlertAsync(chats);
        var claim = await world.ClaimAsync();
        Assert.Equal(chats, claim.Rows.Count);
        await store.Ledger.RecordAsync(
            [
                .. claim.Rows.Select(row => new RecordedOutcome(
                    row.Claimed,
                    DeliveryState.Accepted,
                    null,
                    $"{row.Key.AddressId}",
                    null,
                    Failed: false,
                    Ambiguous: false
                )),
            ],
            1,
            CancellationToken.None
        );
        return new EditLedger(store, world, run, [.. ids.Order()], claim.Rows[0].EditionId!.Value);
    }

    public async Task<EditOfTest> EditAsync(RunState state = RunState.Sending)
    {
        await using var db = store.Open();
        var run = new Run
        {
            Kind = RunKind.Edit,
            Key = $"edit:{Story}:{++edits}",
            Day = LedgerWorld.Day,
            State = state,
            Title = "Edit",
            StoryId = Story,
            Priority = Priorities.Edit,
            LateAfterMinutes = 60,
            CreatedAt = LedgerWorld.Now,
        };
        db.Runs.Add(run);
        await db.SaveChangesAsync();
        return new EditOfTest(run.Id, await world.EditionAsync(run.Id));
    }

    public async Task<int> PlanAsync(EditOfTest edit, int size = 10_000, params IReadOnlyList<long> same)
    {
        var written = 0;
        for (long? after = 0; after is { } from; )
        {
            var slice = await Ledger.PlanEditSliceAsync(
                new EditSlice(
                    edit.Run,
                    LedgerWorld.Day,
                    alert,
                    [new EditedEdition(AlertEdition, edit.Edition)],
                    same,
                    from,
                    size
                ),
                CancellationToken.None
            );
            written += slice.Written;
            after = slice.Last;
        }
        return written;
    }

    public async Task<List<DeliveryRow>> RowsAsync(EditOfTest edit) =>
        [.. (await world.RowsAsync()).Where(row => row.RunId == edit.Run)];

    public async Task<Run> RunAsync(EditOfTest edit)
    {
        await using var db = store.Open();
        return await db.Runs.AsNoTracking().SingleAsync(run => run.Id == edit.Run);
    }

    public Task SetAlertAsync(DeliveryState state, int chat) => MoveAsync(alert, state, chat);

    /// <summary>What has become of the edit in these chats.</summary>
    public async Task SetAsync(EditOfTest edit, DeliveryState state, params int[] places)
    {
        foreach (var place in places)
        {
            await MoveAsync(edit.Run, state, place);
        }
    }

    public Task MayHaveArrivedAsync(EditOfTest edit, int chat) =>
        store.ExecuteAsync(
            $"UPDATE deliveries SET maybe_duplicate = true WHERE run_id = {edit.Run} AND address_id = {chats[chat]}"
        );

    public Task SetExternalIdAsync(string? id, int chat) =>
        store.ExecuteAsync(
            $"UPDATE deliveries SET external_id = {(id is null ? "NULL" : $"'{id}'")} WHERE run_id = {alert} AND address_id = {chats[chat]}"
        );

    public async Task SetAddressAsync(AddressState state, int chat)
    {
        var id = chats[chat];
        await using var db = store.Open();
        await db
            .Addresses.Where(address => address.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(address => address.State, state));
    }

    public async ValueTask DisposeAsync()
    {
        await world.CountsMustEqualTheTableAsync();
        await store.DisposeAsync();
    }

    /// <summary>With the counts, which the ledger keeps in the same transaction.</summary>
    private Task MoveAsync(long run, DeliveryState state, int chat)
    {
        var row = $"run_id = {run} AND address_id = {chats[chat]}";
        return store.ExecuteAsync(
            $"""
            UPDATE run_counts SET n = n - 1 WHERE run_id = {run} AND slot = (
              SELECT min(slot) FROM run_counts c WHERE c.run_id = {run}
                AND c.state = (SELECT state FROM deliveries WHERE {row}))
              AND state = (SELECT state FROM deliveries WHERE {row});
            UPDATE deliveries SET state = {(short)state}, due_at = NULL WHERE {row};
            INSERT INTO run_counts (run_id, slot, state, n) VALUES ({run}, 0, {(short)state}, 1)
            ON CONFLICT (run_id, slot, state) DO UPDATE SET n = run_counts.n + 1;
            """
        );
    }
}

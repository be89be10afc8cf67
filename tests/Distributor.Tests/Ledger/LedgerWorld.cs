using Distributor.Articles.Topics;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Ledger;

/// <summary>Rows around the ledger, in words of the domain.</summary>
public sealed class LedgerWorld(TestStore store)
{
    public static readonly LocalDate Day = new(2026, 11, 23);
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 9, 0);

    public ILedger Ledger => store.Ledger;

    public TestStore Store => store;

    public async Task<int> TopicAsync(string name)
    {
        await using var db = store.Open();
        var topic = new Topic
        {
            Slug = name.ToUpperInvariant(),
            Name = name,
            CreatedAt = Now,
        };
        db.Topics.Add(topic);
        await db.SaveChangesAsync();
        return topic.Id;
    }

    public async Task<long> AddressAsync(
        int topicId,
        Cadence cadence = Cadence.Instant,
        AddressState state = AddressState.Active,
        ChannelKind channel = ChannelKind.Telegram
    ) => (await AddressesAsync(1, topicId, cadence, state, channel))[0];

    public async Task<List<long>> AddressesAsync(
        int count,
        int topicId,
        Cadence cadence = Cadence.Instant,
        AddressState state = AddressState.Active,
        ChannelKind channel = ChannelKind.Telegram
    )
    {
        await using var db = store.Open();
        var addresses = Enumerable
            .Range(0, count)
            .Select(_ => new Address
            {
                Subscriber = new Subscriber { CreatedAt = Now },
                Channel = channel,
                Value =
                    channel == ChannelKind.Email
                        ? $"{Guid.NewGuid():N}@mail.example"
                        : $"{Random.Shared.NextInt64(1, 1L << 52)}",
                State = state,
                StateSince = Now,
                LaneId = channel == ChannelKind.Email ? Lane.OtherMail : Lane.Telegram,
                Language = "en",
                TimeZone = "Europe/Lisbon",
                CreatedAt = Now,
                Subscriptions =
                [
                    new Subscription
                    {
                        TopicId = topicId,
                        Cadence = cadence,
                        CreatedAt = Now,
                    },
                ],
            })
            .ToList();
        db.Addresses.AddRange(addresses);
        await db.SaveChangesAsync();
        return [.. addresses.Select(address => address.Id)];
    }

    public async Task<long> RunAsync(
        RunKind kind = RunKind.Alert,
        string key = "story:1",
        LocalDate? day = null,
        short priority = Priorities.Alert
    )
    {
        await using var db = store.Open();
        var run = new Run
        {
            Kind = kind,
            Key = key,
            Day = day ?? Day,
            State = RunState.Sending,
            Title = key,
            Priority = priority,
            CreatedAt = Now,
        };
        db.Runs.Add(run);
        await db.SaveChangesAsync();
        return run.Id;
    }

    public async Task<long> EditionAsync(long runId, ChannelKind channel = ChannelKind.Telegram)
    {
        await using var db = store.Open();
        var edition = new Edition
        {
            RunId = runId,
            Channel = channel,
            Language = "en",
            TimeZone = "",
            Layout = "alert",
            TemplateVersion = "1",
            ContentKey = Guid.NewGuid().ToString("N"),
            Contents = "{}",
            CreatedAt = Now,
        };
        db.Editions.Add(edition);
        await db.SaveChangesAsync();
        return edition.Id;
    }

    /// <summary>An alert to so many new chats, planned.</summary>
    public async Task<(long Run, List<long> Addresses)> PlannedAlertAsync(int addresses, string key = "story:1")
    {
        var topic = await TopicAsync(key);
        var ids = await AddressesAsync(addresses, topic);
        var run = await RunAsync(key: key);
        await EditionAsync(run);
        await PlanAsync(run, topic);
        return (run, ids);
    }

    public async Task<int> PlanAsync(long run, int topic, int size = 10_000)
    {
        var written = 0;
        for (long? after = 0; after is { } from; )
        {
            var slice = await Ledger.PlanAlertSliceAsync(
                new AlertSlice(run, [topic, Topic.EverythingId], [Cadence.Instant], from, size),
                CancellationToken.None
            );
            written += slice.Written;
            after = slice.Last;
        }
        return written;
    }

    public Task<Claim> ClaimAsync(int limit = 500, int lane = Lane.Telegram, short slot = 1) =>
        Ledger.ClaimAsync([ReadyLaneOf(lane)], limit, slot, CancellationToken.None);

    /// <summary>A lane without a limit and in order.</summary>
    public static ReadyLane ReadyLaneOf(int lane) =>
        new(
            lane,
            lane == Lane.Telegram ? null : Lane.Email,
            Spacing: Duration.Zero,
            Breakdowns: 0,
            ParentBreakdowns: 0,
            ReadyIn: Duration.Zero,
            IsTroubled: false
        );

    public Task<int> RecordAsync(
        IEnumerable<ClaimedDelivery> rows,
        DeliveryState state,
        Duration? delay = null,
        bool ambiguous = false,
        Duration? chatWait = null
    ) =>
        Ledger.RecordAsync(
            [
                .. rows.Select(row => new RecordedOutcome(
                    row.Claimed,
                    state,
                    state == DeliveryState.Accepted ? null : "a reason",
                    state == DeliveryState.Accepted ? "id" : null,
                    delay,
                    Failed: state == DeliveryState.Deferred,
                    ambiguous,
                    row.ChatPause is null ? null : chatWait ?? Duration.Zero
                )),
            ],
            1,
            CancellationToken.None
        );

    /// <summary>Ends every running lease and every wait, as if time had passed.</summary>
    public async Task MakeEverythingDueAsync()
    {
        await store.ExecuteAsync(
            store.Database.Provider == DatabaseProvider.Sqlite
                ? "UPDATE deliveries SET due_at = 1 WHERE due_at IS NOT NULL"
                : "UPDATE deliveries SET due_at = now() - interval '1 s' WHERE due_at IS NOT NULL"
        );
        await store.ExecuteAsync("UPDATE addresses SET next_at = NULL");
    }

    public async Task<List<DeliveryRow>> RowsAsync()
    {
        await using var db = store.Open();
        return await db.Deliveries.AsNoTracking().OrderBy(d => d.RunId).ThenBy(d => d.AddressId).ToListAsync();
    }

    /// <summary>The promise of the ledger: what the counters say is what the table holds.</summary>
    public async Task CountsMustEqualTheTableAsync()
    {
        var rows = await RowsAsync();
        await using var db = store.Open();
        foreach (var run in await db.Runs.Select(r => r.Id).ToListAsync())
        {
            var totals = await Ledger.CountAsync(run, CancellationToken.None);
            var mine = rows.Where(row => row.RunId == run).ToLookup(row => row.State);
            Assert.Equal(
                new RunTotals(
                    mine[DeliveryState.Planned].Count(),
                    mine[DeliveryState.Sending].Count(),
                    mine[DeliveryState.Deferred].Count(),
                    mine[DeliveryState.Accepted].Count(),
                    mine[DeliveryState.Failed].Count(),
                    mine[DeliveryState.Suppressed].Count(),
                    mine[DeliveryState.Uncertain].Count()
                ),
                totals
            );
        }
    }

    /// <summary>At any commit the states of all runs add up to the rows written.</summary>
    public async Task TotalMustBeAsync(long rows)
    {
        await using var db = store.Open();
        Assert.Equal(rows, await db.RunCounts.SumAsync(count => count.N));
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using Distributor.Channels;
using Distributor.Delivery;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Tests.RealTime;
using Xunit;

namespace Distributor.Tests.Reconciliation;

/// <summary>
/// A thousand messages through everything the benches can do wrong: at the end every row has ended, and the ledger and the
/// outside tell the same story.
/// </summary>
public sealed partial class EveryFaultTests
{
    /// <summary>Who is on the way when a bot is closed cannot know; three chats have to say so first.</summary>
    private const int OnTheWay = 64 + 3;

    [Theory(Timeout = RealTimeTests.Hopeless)]
    [InlineData(DatabaseProvider.Sqlite, false)]
    [InlineData(DatabaseProvider.Postgres, true)]
    public async Task A_thousand_messages_through_every_fault_reconcile(DatabaseProvider provider, bool withChunks)
    {
        await using var world = await FaultWorld.OpenAsync(provider, withChunks);
        await world.PlanAsync();
        Assert.Equal(1000, (await world.RowsAsync()).Count);

        var rounds = await world.SendAsync();

        var rows = await world.RowsAsync();
        var totals = await world.Newsroom.TotalsAsync();
        Print(rows, rounds, world.Api.Rates.RequestsInsideABan);
        Assert.All(world.Api.Faults.Active, rule => Assert.True(rule.Hits > 0, $"Never met: {rule.Fault}"));
        Assert.All(world.Relay.Faults.Rules, rule => Assert.True(rule.Used > 0, $"Never met: {rule.At} {rule.Fault}"));
        Assert.Equal(1000, rows.Count);
        Assert.Equal(0, totals.Open);
        Assert.Equal(1000, totals.Accepted + totals.Failed + totals.Suppressed + totals.Uncertain);
        Assert.Equal(
            (
                Count(rows, DeliveryState.Accepted),
                Count(rows, DeliveryState.Failed),
                Count(rows, DeliveryState.Suppressed),
                Count(rows, DeliveryState.Uncertain)
            ),
            (totals.Accepted, totals.Failed, totals.Suppressed, totals.Uncertain)
        );
        Assert.DoesNotContain(
            rows,
            one => one.Row.State != DeliveryState.Accepted && string.IsNullOrEmpty(one.Row.Reason)
        );
        var copies = Copies(world);
        Assert.Empty(rows.Where(one => !IsHonest(one.Row, one.Address, copies)).Select(Words));
        Assert.Empty(await SurprisesAsync(world, rows, copies));
        Assert.Empty(world.Relay.Violations);
        Assert.InRange(world.Api.Rates.RequestsInsideABan, 0, OnTheWay);
    }

    /// <summary>What lies at the outside: the ids of the copies each address got.</summary>
    private static Dictionary<string, List<string>> Copies(FaultWorld world)
    {
        var messages = world.Api.Messages.Select(message =>
            (
                Address: message.ThreadId is { } thread ? $"{message.ChatId}/{thread}" : $"{message.ChatId}",
                Id: $"{message.Id}"
            )
        );
        var mails = world.Relay.Mails.Select(mail => (Address: mail.Recipient, Id: mail.Message.MessageId!));
        return messages
            .Concat(mails)
            .GroupBy(copy => copy.Address, copy => copy.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);
    }

    /// <summary>Accepted is there, what was never open is there once at most, and the rest is not there at all.</summary>
    private static bool IsHonest(DeliveryRow row, string address, Dictionary<string, List<string>> copies)
    {
        var there = copies.GetValueOrDefault(address) ?? [];
        return row switch
        {
            { State: DeliveryState.Accepted } => there.Contains(row.ExternalId!)
                && (there.Count == 1 || (row.MaybeDuplicate && there.Count == 2)),
            { State: DeliveryState.Uncertain } => row.MaybeDuplicate && there.Count <= 2,
            // The row of a chat that became another belongs to a chat that has a row of its own.
            { Reason: "merged" } => there.Count == 0,
            _ => there.Count == 0 || row.MaybeDuplicate,
        };
    }

    /// <summary>Rows that ended otherwise than what they met allows, and addresses that are not as their rows say.</summary>
    private static async Task<List<string>> SurprisesAsync(
        FaultWorld world,
        List<(DeliveryRow Row, string Address)> rows,
        Dictionary<string, List<string>> copies
    )
    {
        var states = (await world.AddressesAsync()).ToDictionary(address => address.Id);
        var surprises = new List<string>();
        foreach (var (row, address) in rows)
        {
            // A group that became a supergroup is no longer found under the id it was imported with.
            if (!world.Readers.TryGetValue(address, out var reader))
            {
                reader = new Reader(address, "became a supergroup", Ending.Once);
            }
            var there = copies.GetValueOrDefault(address)?.Count ?? 0;
            var isGone = states[row.AddressId].State == AddressState.Bounced;
            var isFine = reader.Ending switch
            {
                Ending.Once => row is { State: DeliveryState.Accepted } && there == 1 && !isGone,
                Ending.Flagged => row is { State: DeliveryState.Accepted, MaybeDuplicate: true } && !isGone,
                Ending.OnceOrFlagged => row is { State: DeliveryState.Accepted } && !isGone,
                Ending.Failed => row is { State: DeliveryState.Failed } && !isGone,
                Ending.OnceOrFailed => row.State is DeliveryState.Accepted or DeliveryState.Failed && !isGone,
                Ending.Gone => row is { State: DeliveryState.Failed } && isGone,
                Ending.Uncertain => row is { State: DeliveryState.Uncertain } && !isGone,
                _ => row is { State: DeliveryState.Suppressed },
            };
            if (!isFine)
            {
                surprises.Add(
                    $"{reader.Fault} should end {reader.Ending}: {Words((row, address))}, {there} copies, address {states[row.AddressId].State}"
                );
            }
        }
        return surprises;
    }

    private static int Count(List<(DeliveryRow Row, string Address)> rows, DeliveryState state) =>
        rows.Count(one => one.Row.State == state);

    private static string Words((DeliveryRow Row, string Address) one) =>
        $"{one.Address} {one.Row.State}{(one.Row.MaybeDuplicate ? " (maybe duplicate)" : "")} {one.Row.Reason}";

    private static void Print(List<(DeliveryRow Row, string Address)> rows, int rounds, int insideABan)
    {
        Bench.Print(
            $"{rows.Count} messages in {rounds} rounds, {insideABan} requests inside a ban nobody had announced"
        );
        foreach (
            var group in rows.GroupBy(one =>
                    (
                        one.Row.State,
                        Channel: one.Address.Contains('@', StringComparison.Ordinal)
                            ? ChannelKind.Email
                            : ChannelKind.Telegram,
                        Reason: Number().Replace(one.Row.Reason ?? "", "N")
                    )
                )
                .OrderBy(group => group.Key.State)
                .ThenByDescending(group => group.Count())
        )
        {
            Bench.Print(
                $"{group.Count(), 5} {group.Key.State, -10} {group.Key.Channel, -8} {group.Key.Reason} {Flags(group)}"
            );
        }
    }

    private static string Flags(IEnumerable<(DeliveryRow Row, string Address)> rows) =>
        rows.Count(one => one.Row.MaybeDuplicate) is > 0 and var count
            ? string.Create(CultureInfo.InvariantCulture, $"({count} maybe duplicate)")
            : "";

    [GeneratedRegex(@"(?<=wait )\d+")]
    private static partial Regex Number();
}

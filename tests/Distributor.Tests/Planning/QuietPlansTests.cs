using System.Text.RegularExpressions;
using Distributor.Delivery;
using Distributor.Planning.Summaries;
using Distributor.Storage;
using Distributor.Subscribers;
using Distributor.Tests.Ledger;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace Distributor.Tests.Planning;

/// <summary>What is asked by the minute finds its addresses by the end of their quiet hours and reads no others.</summary>
public sealed partial class QuietPlansTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(DatabaseProvider.Sqlite), InlineData(DatabaseProvider.Postgres)]
    public async Task The_look_of_every_minute_reads_no_address_it_does_not_want(DatabaseProvider provider)
    {
        await using var store = await TestStore.CreateAsync(provider);
        var world = new LedgerWorld(store);
        await world.AddressesAsync(3_000, await world.TopicAsync("World"));
        var now = SystemClock.Instance.GetCurrentInstant();
        await using var db = store.Open();
        await db.Addresses.ExecuteUpdateAsync(
            set => set.SetProperty(a => a.QuietUntil, now + Duration.FromHours(9)),
            Token
        );
        await store.ExecuteAsync("ANALYZE");

        IQueryable<Address>[] asked =
        [
            QuietPeriods.Over(db, now),
            QuietSummaries.Ending(db, new SummarisedAddress(0, Instant.FromUnixTimeTicks(0)), now),
        ];
        foreach (var query in asked)
        {
            var plan = await ExplainAsync(db, provider, query.ToQueryString());
            Assert.Contains("ix_addresses_quiet_until", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Seq Scan", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("SCAN a\n", plan + "\n", StringComparison.Ordinal);
        }
    }

    private static async Task<string> ExplainAsync(DistributorDb db, DatabaseProvider provider, string query)
    {
        var sql = query;
        foreach (var value in Parameter().Matches(query).Reverse())
        {
            sql = sql.Replace(value.Value, "", StringComparison.Ordinal)
                .Replace(value.Groups[1].Value, $"'{value.Groups[2].Value}'", StringComparison.Ordinal);
        }
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // The query of the product, with its values.
        command.CommandText = (provider == DatabaseProvider.Sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + sql;
#pragma warning restore CA2100
        await db.Database.OpenConnectionAsync(Token);
        await using var reader = await command.ExecuteReaderAsync(Token);
        var steps = new List<string>();
        while (await reader.ReadAsync(Token))
        {
            steps.Add(reader.GetString(reader.FieldCount - 1));
        }
        return string.Join('\n', steps);
    }

    /// <summary>Name and value, as each provider writes them above the query.</summary>
    [GeneratedRegex(@"^(?:-- |\.param set )(@\w+)[= ]'?([^'\r\n]*?)'?(?: \(.*)?\r?\n", RegexOptions.Multiline)]
    private static partial Regex Parameter();
}

using System.Diagnostics;
using System.Globalization;
using Distributor.Benchmarks.Measuring;
using Npgsql;

namespace Distributor.Benchmarks.Instances;

/// <summary>
/// One digest, sent by several instances: undisturbed, then while each of them is restarted after the other, then undisturbed
/// again. The rate of the middle is compared with those before and after it, so that what else the machine does counts on both
/// sides.
/// </summary>
public sealed class InstancesScenario(int size, int instances)
{
    private const string Name = "instances";
    private const int UsableConnections = 97;
    private const double LeastRatio = 0.7;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    /// <returns>1 when a goal is missed.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await using var fleet = await Fleet.OpenAsync(instances, size, cancellationToken);
        await fleet.PublishAsync(cancellationToken);
        await Task.WhenAll(
            Enumerable.Range(0, instances).Select(number => fleet.StartAsync(number, cancellationToken))
        );
        var connections = new ConnectionCount(fleet.Postgres.ConnectionString);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = connections.WatchAsync(watching.Token);

        var began = Stopwatch.GetTimestamp();
        var planning = fleet.RunAsync(cancellationToken, "digest", "--now");
        var sending = StretchAsync(fleet, size / 20, size * 3 / 10, cancellationToken);
        // A plan that failed is told at once, not waited for.
        await await Task.WhenAny(planning, sending);
        var before = await sending;
        var peak = fleet.Peak;
        await planning;
        var during = await RestartAllAsync(fleet, cancellationToken);
        var after = await StretchAsync(fleet, fleet.Smtp.MailsTaken, size * 19 / 20, cancellationToken);
        await fleet.Smtp.WaitForMailsAsync(size, cancellationToken);
        var all = Stopwatch.GetElapsedTime(began);
        var ended = await EndedAsync(fleet, cancellationToken);
        await watching.CancelAsync();
        await watch;

        var undisturbed = (before.Count + after.Count) / (before.Took + after.Took).TotalSeconds;
        var ratio = Math.Round(during.Rate / undisturbed, 3);
        var isWhole = after.Count > 0;
        var rolling = new ResultLine
        {
            Scenario = Name,
            Variant = "while all are restarted one after the other",
            Size = during.Count,
            Seconds = Math.Round(during.Took.TotalSeconds, 1),
            PerSecond = Math.Round(during.Rate, 1),
            Reference = "undisturbed, before and after it",
            ReferencePerSecond = Math.Round(undisturbed, 1),
            Ratio = ratio,
            Goal = Text($"≥ {LeastRatio} × reference"),
            GoalMet = ratio >= LeastRatio,
            Note = isWhole ? null : "the digest ended before the last restart: take a larger --size",
        };
        new ResultLine
        {
            Scenario = Name,
            Variant = Text($"{instances} instances share a digest, with planning and restarts"),
            Size = size,
            Seconds = Math.Round(all.TotalSeconds, 1),
            PerSecond = Math.Round(size / all.TotalSeconds, 1),
            PeakMegabytes = Math.Round(peak / 1e6, 1),
            Note = "memory of the largest instance; the SMTP server and PostgreSQL share the machine",
        }.Write();
        rolling.Write();
        var twice = fleet.Smtp.MailsTaken - fleet.Smtp.Mails.Select(mail => mail.Recipient).Distinct().Count();
        var books = new ResultLine
        {
            Scenario = Name,
            Variant = "nothing lost, nothing twice",
            Size = size,
            Goal = "everybody once",
            GoalMet = twice == 0 && ended.Accepted == size && ended.Flagged == 0 && fleet.Smtp.MailsTaken == size,
            Note = Text(
                $"{ended.Accepted} accepted, {fleet.Smtp.MailsTaken} came, {twice} twice, {ended.Flagged} rows flagged"
            ),
        };
        books.Write();
        var pools = new ResultLine
        {
            Scenario = Name,
            Variant = "connections to PostgreSQL at the peak",
            Size = connections.Peak,
            Goal = Text($"≤ {UsableConnections} (max_connections = 100)"),
            GoalMet = connections.Peak <= UsableConnections,
            Note = string.Join(
                ", ",
                connections.PeakOfPools.OrderBy(pool => pool.Key).Select(pool => Text($"{pool.Key}: {pool.Value}"))
            ),
        };
        pools.Write();
        return rolling.GoalMet == true && books.GoalMet == true && pools.GoalMet == true ? 0 : 1;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Measures between two numbers of mails taken.</summary>
    private static async Task<Stretch> StretchAsync(Fleet fleet, int from, int to, CancellationToken cancellationToken)
    {
        await fleet.Smtp.WaitForMailsAsync(from, cancellationToken);
        var (taken, began) = (fleet.Smtp.MailsTaken, Stopwatch.GetTimestamp());
        await fleet.Smtp.WaitForMailsAsync(to, cancellationToken);
        var stretch = new Stretch(fleet.Smtp.MailsTaken - taken, Stopwatch.GetElapsedTime(began));
        await Console.Error.WriteLineAsync(Text($"undisturbed: {stretch.Rate:0} mails a second"));
        return stretch;
    }

    private static async Task<Stretch> RestartAllAsync(Fleet fleet, CancellationToken cancellationToken)
    {
        var (taken, began) = (fleet.Smtp.MailsTaken, Stopwatch.GetTimestamp());
        for (var number = 0; number < fleet.Count; number++)
        {
            await fleet.RestartAsync(number, cancellationToken);
            await Console.Error.WriteLineAsync(
                Text(
                    $"{Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s: restarted {number + 1}, {fleet.Smtp.MailsTaken} mails"
                )
            );
        }
        return new Stretch(fleet.Smtp.MailsTaken - taken, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>Waits until no row is open.</summary>
    private static async Task<(long Accepted, long Flagged)> EndedAsync(
        Fleet fleet,
        CancellationToken cancellationToken
    )
    {
        await using var connection = new NpgsqlConnection(fleet.Postgres.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT count(*) FILTER (WHERE state <= 3), count(*) FILTER (WHERE state = 4), count(*) FILTER (WHERE maybe_duplicate)
            FROM deliveries
            """;
        using var timer = new PeriodicTimer(LookEvery);
        while (true)
        {
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                await reader.ReadAsync(cancellationToken);
                if (reader.GetInt64(0) == 0)
                {
                    return (reader.GetInt64(1), reader.GetInt64(2));
                }
            }
            await timer.WaitForNextTickAsync(cancellationToken);
        }
    }

    /// <summary>Mails taken within a time.</summary>
    private sealed record Stretch(int Count, TimeSpan Took)
    {
        public double Rate => Count / Math.Max(Took.TotalSeconds, 0.001);
    }
}

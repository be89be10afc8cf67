using Distributor.Delivery;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Distributor.Tests.Faults;

/// <summary>A kill, or the stop of the database.</summary>
/// <param name="Sending">The rows without a recorded outcome just after it.</param>
internal sealed record Disaster(DateTimeOffset At, IReadOnlyList<OwedMessage> Sending);

/// <summary>What was owed against what came.</summary>
internal sealed class Reconciliation
{
    /// <summary>A request may wait in a socket when its sender is killed; nobody sends it again before its lease of 45 s has ended.</summary>
    private static readonly TimeSpan OnTheWire = TimeSpan.FromSeconds(20);

    /// <summary>Outcomes that are committed together.</summary>
    private const int LargestGroup = 500;

    private readonly IReadOnlyList<OwedMessage> owed;
    private readonly ILookup<(string, string), ReceivedCopy> copies;
    private readonly Dictionary<(string, string), short> attempts;
    private readonly IReadOnlyList<string> events;

    private Reconciliation(
        IReadOnlyList<OwedMessage> owed,
        IReadOnlyList<ReceivedCopy> copies,
        IReadOnlyList<string> events
    )
    {
        this.events = events;
        attempts = owed.ToDictionary(row => row.Key, row => row.Row.Attempt);
        this.owed = owed;
        this.copies = copies.OrderBy(copy => copy.At).ToLookup(copy => copy.Key);
        Assert.Equal(owed.Count, owed.Select(row => row.Key).Distinct().Count());
        Repeated = copies.Count - this.copies.Count;
    }

    /// <summary>Copies beyond the first.</summary>
    public int Repeated { get; }

    public int Flagged => owed.Count(row => row.Row.MaybeDuplicate);

    public static async Task<Reconciliation> OfAsync(FaultBench bench)
    {
        var owed = await bench.OwedAsync();
        await using var db = bench.Open();
        var counted = (await db.RunCounts.ToListAsync(bench.Token))
            .GroupBy(count => (count.RunId, count.State), count => count.N)
            .Where(state => state.Sum() != 0)
            .Select(state => (state.Key.RunId, state.Key.State, state.Sum()));
        var written = owed.GroupBy(row => (row.Row.RunId, row.Row.State))
            .Select(state => (state.Key.RunId, state.Key.State, (long)state.Count()));
        Assert.Equal(written.Order(), counted.Order());
        var events = await db.DeliveryEvents.Select(e => e.Kind).ToListAsync(bench.Token);
        return new Reconciliation(owed, bench.Copies(), events);
    }

    /// <summary>Every row is accepted, every message came, and nothing came that was not owed.</summary>
    public void NothingIsMissing(int expected)
    {
        Assert.Equal(expected, owed.Count);
        Assert.All(owed, row => Assert.Equal(DeliveryState.Accepted, row.Row.State));
        Assert.Equal(owed.Select(row => row.Key).Order(), copies.Select(copy => copy.Key).Order());
    }

    /// <summary>A repeated message is flagged, makes no sound in a chat, and is the same mail to a mailbox.</summary>
    public void RepeatedOnesAreFlagged()
    {
        var rows = owed.ToDictionary(row => row.Key, row => row.Row);
        foreach (var repeated in copies.Where(copy => copy.Count() > 1))
        {
            Assert.True(rows[repeated.Key].MaybeDuplicate, $"{repeated.Key} came {repeated.Count()} times");
            Assert.All(repeated.Skip(1), copy => Assert.True(copy.IsSilent || copy.MessageId is not null));
            Assert.Single(repeated.Select(copy => copy.MessageId).Distinct());
        }
        var mails = copies.SelectMany(copy => copy).Where(copy => copy.MessageId is not null);
        Assert.Equal(
            copies.Count(copy => copy.First().MessageId is not null),
            mails.Select(mail => mail.MessageId).Distinct().Count()
        );
    }

    /// <summary>Only what a disaster caught between being taken and being written down came once more, once for each disaster.</summary>
    /// <returns>How many were caught so.</returns>
    public int RepeatedAreWhatDisastersCaught(IReadOnlyList<Disaster> disasters)
    {
        var caught = LeftBehind(disasters).Where(IsTaken).ToList();
        var times = caught.CountBy(row => row.Key).ToDictionary();
        foreach (var repeated in copies.Where(copy => copy.Count() > 1))
        {
            Assert.InRange(repeated.Count() - 1, 1, times.GetValueOrDefault(repeated.Key));
        }
        // Nobody who lived on was taken for dead: his answer would have come too late.
        Assert.DoesNotContain("stale", events);
        Assert.InRange(Repeated, 0, caught.Count);
        Assert.All(caught.CountBy(row => row.At), disaster => Assert.InRange(disaster.Value, 0, LargestGroup));
        return caught.Count;
    }

    /// <summary>The longest time from a disaster until a message came that was not on its way then.</summary>
    public TimeSpan LongestSilence(IReadOnlyList<Disaster> disasters) =>
        disasters.Max(disaster =>
        {
            var onTheirWay = disaster.Sending.Select(row => row.Key).ToHashSet();
            return copies
                    .SelectMany(copy => copy)
                    .Where(copy => copy.At > (onTheirWay.Contains(copy.Key) ? disaster.At + OnTheWire : disaster.At))
                    .Min(copy => copy.At) - disaster.At;
        });

    /// <summary>
    /// From the last disaster until the last message: rows it left behind come when their leases have ended, and behind what was
    /// planned before that.
    /// </summary>
    public TimeSpan UntilTheEnd(IReadOnlyList<Disaster> disasters) =>
        copies.SelectMany(copy => copy).Max(copy => copy.At) - disasters[^1].At;

    private bool IsTaken(LeftRow row) =>
        copies[row.Key].Any(copy => copy.At > row.Since + OnTheWire && copy.At < row.At + OnTheWire);

    /// <summary>Rows whose sender was gone, so that somebody had to claim them again; each claim once.</summary>
    private List<LeftRow> LeftBehind(IReadOnlyList<Disaster> disasters)
    {
        var left = new List<LeftRow>();
        foreach (var disaster in disasters)
        {
            foreach (var row in disaster.Sending.Where(row => row.Row.Attempt < attempts[row.Key]))
            {
                var before = left.FindLast(earlier => earlier.Key == row.Key);
                if (before?.Attempt != row.Row.Attempt)
                {
                    left.Add(
                        new LeftRow(row.Key, row.Row.Attempt, before?.At ?? DateTimeOffset.UnixEpoch, disaster.At)
                    );
                }
            }
        }
        return left;
    }

    /// <param name="Since">When it was left behind before.</param>
    /// <param name="At">When it was left behind.</param>
    private sealed record LeftRow((string, string) Key, short Attempt, DateTimeOffset Since, DateTimeOffset At);
}

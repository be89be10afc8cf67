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
        attempts = owed.ToDictionary(row => (row.Address, row.Story), row => row.Row.Attempt);
        this.owed = owed;
        this.copies = copies.OrderBy(copy => copy.At).ToLookup(copy => (copy.Address, copy.Story));
        Assert.Equal(owed.Count, owed.Select(row => (row.Address, row.Story)).Distinct().Count());
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
        Assert.Equal(owed.Select(row => (row.Address, row.Story)).Order(), copies.Select(copy => copy.Key).Order());
    }

    /// <summary>A repeated message is flagged, makes no sound in a chat, and is the same mail to a mailbox.</summary>
    public void RepeatedOnesAreFlagged()
    {
        var rows = owed.ToDictionary(row => (row.Address, row.Story), row => row.Row);
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
        var caught = disasters.Select(Caught).ToList();
        var times = caught.SelectMany(key => key).CountBy(key => key).ToDictionary();
        foreach (var repeated in copies.Where(copy => copy.Count() > 1))
        {
            Assert.InRange(repeated.Count() - 1, 1, times.GetValueOrDefault(repeated.Key));
        }
        // Nobody who lived on was taken for dead: his answer would have come too late.
        Assert.DoesNotContain("stale", events);
        var sum = caught.Sum(keys => keys.Count);
        Assert.InRange(Repeated, 0, sum);
        Assert.All(caught, keys => Assert.InRange(keys.Count, 0, LargestGroup));
        return sum;
    }

    /// <summary>The longest time from a disaster until a message it had caught, or stopped before it was taken, came.</summary>
    public TimeSpan LongestGap(IReadOnlyList<Disaster> disasters)
    {
        var gaps =
            from disaster in disasters
            from key in LeftBehind(disaster)
            let next = copies[key].FirstOrDefault(copy => copy.At > disaster.At + OnTheWire)
            where next is not null
            select next.At - disaster.At;
        return gaps.DefaultIfEmpty().Max();
    }

    /// <summary>Taken, and not written down: whoever had sent it was gone, and somebody had to claim the row again.</summary>
    private HashSet<(string, string)> Caught(Disaster disaster) =>
        [.. LeftBehind(disaster).Where(key => copies[key].Any(copy => copy.At < disaster.At + OnTheWire))];

    private IEnumerable<(string, string)> LeftBehind(Disaster disaster) =>
        disaster
            .Sending.Select(row => (Key: (row.Address, row.Story), row.Row.Attempt))
            .Where(row => row.Attempt < attempts[row.Key])
            .Select(row => row.Key);
}

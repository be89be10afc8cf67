using System.Globalization;
using Distributor.Channels;
using Distributor.Chaos.Faults;
using Distributor.Delivery;

namespace Distributor.Chaos.Books;

/// <param name="Claim">What must hold.</param>
/// <param name="Against">What speaks against it; empty when it holds.</param>
public sealed record Finding(string Claim, IReadOnlyList<string> Against);

/// <summary>What was owed against what came.</summary>
public sealed class Reckoning
{
    /// <summary>
    /// A request may wait in a socket when its sender is killed; nobody sends the message again before its lease of 45 s, extended
    /// every 15 s, has ended.
    /// </summary>
    private static readonly TimeSpan OnTheWire = TimeSpan.FromSeconds(25);

    private readonly LedgerBooks books;
    private readonly Storm storm;
    private readonly Dictionary<RowKey, OwedRow> rows;
    private readonly ILookup<RowKey, Copy> copies;
    private readonly List<Copy> strangers = [];
    private readonly ILookup<string, Met> met;

    public Reckoning(LedgerBooks books, IReadOnlyList<Copy> all, Storm storm, FaultLog log)
    {
        this.books = books;
        this.storm = storm;
        rows = books.Rows.ToDictionary(row => row.Key);
        met = log.All.ToLookup(fault => fault.Address);
        var alerts = books
            .Rows.Where(row => row.Channel == ChannelKind.Telegram)
            .ToDictionary(row => (row.Address, ChaosWorld.StoryIn(row.Title)), row => row.Key);
        var mails = books.Rows.ToDictionary(row => row.Key.ToString(), row => row.Key, StringComparer.Ordinal);
        var known = new List<(RowKey Key, Copy Copy)>(all.Count);
        foreach (var copy in all)
        {
            var isOwed = copy.Delivery is { } delivery
                ? mails.TryGetValue(delivery, out var key) && rows[key].Address == copy.Address
                : alerts.TryGetValue((copy.Address, copy.Story), out key);
            if (isOwed)
            {
                known.Add((key, copy));
            }
            else
            {
                strangers.Add(copy);
            }
        }
        copies = known.OrderBy(one => one.Copy.At).ToLookup(one => one.Key, one => one.Copy);
        Missed = Missing(books, storm.Stories, log);
        Findings = [.. Check()];
    }

    public IReadOnlyList<OwedRow> Rows => books.Rows;

    /// <summary>Answers that came after their lease had ended and changed nothing.</summary>
    public int Stale => books.Stale;

    /// <summary>Messages that nobody planned.</summary>
    public IReadOnlyList<string> Missed { get; }

    public IReadOnlyList<Finding> Findings { get; }

    public int Copies => copies.Sum(copy => copy.Count());

    /// <summary>Copies beyond the first.</summary>
    public int Repeated => copies.Sum(copy => copy.Count() - 1);

    /// <summary>
    /// Claims that a disaster caught on the way, so that somebody had to claim the row again; one that is still open at the next
    /// disaster is the same claim.
    /// </summary>
    public int InFlight =>
        storm.Disasters.SelectMany(disaster => disaster.Sending).Distinct().Count(row => IsLeft(row.Key, row.Value));

    /// <summary>Answers that left open whether a message was taken.</summary>
    public int Open => met.SelectMany(faults => faults).Count(IsOpen);

    /// <summary>Each article is owed to each address that wants all at once, each digest to the others; not to those who are gone.</summary>
    internal static List<string> Missing(LedgerBooks books, int stories, FaultLog log)
    {
        var gone = log.All.Where(fault => fault.Meaning == Meaning.Gone).Select(fault => fault.Address).ToHashSet();
        var written = books.Rows.Select(row => (row.Key.Address, Story: ChaosWorld.StoryIn(row.Title))).ToHashSet();
        var owed =
            from reader in books.Readers
            where !gone.Contains(reader.Address)
            from story in reader.IsDaily ? [null] : Enumerable.Range(1, stories).Select(number => (int?)number)
            where !written.Contains((reader.Id, story))
            select string.Create(
                CultureInfo.InvariantCulture,
                $"{reader.Address}: {(story is null ? "the digest" : $"dispatch {story}")}"
            );
        return [.. owed];
    }

    private IEnumerable<Finding> Check()
    {
        yield return new("nobody who was owed a message is without a row", Missed);
        yield return Of("every row has ended", row => row.State > DeliveryState.Sending);
        yield return new(
            "the counts of every run are those of its rows",
            [.. Differences().Select(one => string.Create(CultureInfo.InvariantCulture, $"run {one.Run}: {one.State}"))]
        );
        yield return Of(
            "what was not accepted says why",
            row => row.State == DeliveryState.Accepted || !string.IsNullOrEmpty(row.Reason)
        );
        yield return Of("what was accepted came", row => row.State != DeliveryState.Accepted || IsThere(row));
        yield return Of(
            "a message failed only where it was refused, and was left out only where nobody is any more",
            row =>
                row.State switch
                {
                    DeliveryState.Failed => HasMet(row, Meaning.Refused, Meaning.Gone),
                    DeliveryState.Suppressed => HasMet(row, Meaning.Gone),
                    _ => true,
                }
        );
        yield return Of(
            "a row is uncertain only after two open answers, and is flagged",
            row => row.State != DeliveryState.Uncertain || (row.MaybeDuplicate && met[row.Address].Count(IsOpen) >= 2)
        );
        yield return Of(
            "everybody else has the message",
            row => row.State is DeliveryState.Failed or DeliveryState.Suppressed || copies[row.Key].Any()
        );
        yield return new(
            "nothing came that was not owed",
            [.. strangers.Select(copy => $"{copy.Address}: {copy.Delivery ?? $"dispatch {copy.Story}"}")]
        );
        yield return Of("what came twice is flagged", row => copies[row.Key].Count() < 2 || row.MaybeDuplicate);
        yield return Of("what came twice was on its way at a kill or an outage, or its answer was open", IsExplained);
        yield return new(
            "no more came twice than was in flight at kills and outages and open otherwise",
            Repeated <= InFlight + Open
                ? []
                : [string.Create(CultureInfo.InvariantCulture, $"{Repeated} > {InFlight} + {Open}")]
        );
        yield return new("no instance ended by itself", storm.Fallen);
    }

    private IEnumerable<(long Run, DeliveryState State)> Differences()
    {
        var written = books
            .Rows.CountBy(row => (row.Key.Run, row.State))
            .ToDictionary(one => one.Key, one => one.Value);
        return written
            .Keys.Union(books.Counted.Keys)
            .Where(key => written.GetValueOrDefault(key) != books.Counted.GetValueOrDefault(key));
    }

    private Finding Of(string claim, Func<OwedRow, bool> holds) =>
        new(
            claim,
            [
                .. books
                    .Rows.Where(row => !holds(row))
                    .Select(row =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{row.Key} to {row.Address}: {row.State} {row.Reason}, attempt {row.Attempt}, {copies[row.Key].Count()} copies, met {string.Join(", ", met[row.Address].Select(fault => fault.Meaning))}"
                        )
                    ),
            ]
        );

    /// <summary>A mail's id is not kept; the id of a chat's message is.</summary>
    private bool IsThere(OwedRow row) =>
        row.Channel == ChannelKind.Email
            ? copies[row.Key].Any()
            : copies[row.Key].Any(copy => copy.MessageId == row.ExternalId);

    private bool HasMet(OwedRow row, params Meaning[] meanings) =>
        met[row.Address].Any(fault => meanings.Contains(fault.Meaning));

    /// <summary>Each copy beyond the first has a cause of its own.</summary>
    private bool IsExplained(OwedRow row)
    {
        var all = copies[row.Key].ToList();
        if (all.Count < 2)
        {
            return true;
        }
        var caught = storm
            .Disasters.Where(disaster => all[0].At < disaster.At + OnTheWire && all[^1].At > disaster.At)
            .SelectMany(disaster => disaster.Sending)
            .Where(claim => claim.Key == row.Key && IsLeft(claim.Key, claim.Value))
            .Distinct()
            .Count();
        return all.Count - 1 <= caught + met[row.Address].Count(IsOpen);
    }

    private bool IsLeft(RowKey key, short attempt) => rows.TryGetValue(key, out var row) && row.Attempt > attempt;

    private static bool IsOpen(Met fault) => fault.Meaning is Meaning.OpenTaken or Meaning.OpenLost;
}

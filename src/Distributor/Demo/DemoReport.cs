using Distributor.Delivery;

namespace Distributor.Demo;

/// <summary>What the demo did, for the terminal, <c>--json</c> and the home page alike.</summary>
/// <param name="Address">Of the pages.</param>
/// <param name="Deliveries">Counts by kind of run, channel and state; kinds and channels without rows are not there.</param>
public sealed record DemoReport(
    string Address,
    string DataDirectory,
    int Subscribers,
    IReadOnlyList<DemoArticle> Articles,
    IReadOnlyList<DemoDeliveries> Deliveries,
    IReadOnlyList<DemoRun> Runs,
    IReadOnlyList<string> Mails,
    IReadOnlyList<string> TelegramMessages
);

/// <param name="Topic">The topic it is filed under; null when it has none.</param>
public sealed record DemoArticle(long Id, string? Topic, string Title, string? Language, bool Breaking);

/// <param name="Kind"><c>alert</c> or <c>digest</c>.</param>
/// <param name="Channel"><c>email</c> or <c>telegram</c>.</param>
public sealed record DemoDeliveries(string Kind, string Channel, IReadOnlyDictionary<string, int> States)
{
    public int All => States.Values.Sum();
}

/// <summary>A run with its counts, which add up to <see cref="Rows"/>, counted in the ledger itself.</summary>
public sealed record DemoRun(long Id, string Kind, string Key, string Title, string State, long Rows, RunTotals Counts)
{
    /// <summary><c>3 rows = 2 accepted + 1 suppressed</c>.</summary>
    public string Sum
    {
        get
        {
            (long N, string State)[] parts =
            [
                (Counts.Planned, "planned"),
                (Counts.Sending, "sending"),
                (Counts.Deferred, "deferred"),
                (Counts.Accepted, "accepted"),
                (Counts.Failed, "failed"),
                (Counts.Suppressed, "suppressed"),
                (Counts.Uncertain, "uncertain"),
            ];
            var told = parts
                .Where(part => part.N > 0)
                .Select(part => FormattableString.Invariant($"{part.N} {part.State}"));
            var rows = FormattableString.Invariant($"{Rows} {(Rows == 1 ? "row" : "rows")}");
            return Counts.All == 0 ? rows : $"{rows} = {string.Join(" + ", told)}";
        }
    }
}

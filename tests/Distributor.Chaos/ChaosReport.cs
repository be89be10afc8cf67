using System.Globalization;
using System.Text.RegularExpressions;
using Distributor.Chaos.Books;
using Distributor.Chaos.Faults;
using Distributor.Delivery;

namespace Distributor.Chaos;

/// <summary>What is left to say when the storm is over, for people; its last line alone says whether everything is right.</summary>
public sealed partial class ChaosReport(
    ChaosOptions options,
    Storm storm,
    FaultLog log,
    Reckoning reckoning,
    TimeSpan took
)
{
    private const int MostExamples = 5;

    public bool Reconciles => Broken.Count == 0;

    /// <summary>What does not hold, with examples.</summary>
    public IReadOnlyList<Finding> Broken => [.. reckoning.Findings.Where(finding => finding.Against.Count > 0)];

    public void Say(Action<string> say)
    {
        say("");
        say(
            Text(
                $"{storm.Kills} kills, {storm.Outages} outages of PostgreSQL, {storm.Jumps} jumps of clocks, {storm.Stories} articles and a digest"
            )
        );
        foreach (var (words, times) in log.Armed.OrderBy(fault => fault.Key, StringComparer.Ordinal))
        {
            say(Text($"{times, 7}  {words}"));
        }
        var (all, unheeding) = storm.CallsInBans;
        say(Text($"{all, 7}  calls inside a ban, {unheeding} of them though it could be known"));
        say("");
        foreach (
            var group in reckoning
                .Rows.GroupBy(row => (row.State, row.Channel, Reason: Number().Replace(row.Reason ?? "", "N")))
                .OrderBy(group => group.Key.State)
                .ThenBy(group => group.Key.Channel)
                .ThenByDescending(group => group.Count())
        )
        {
            var flagged = group.Count(row => row.MaybeDuplicate);
            say(
                Text(
                    $"{group.Count(), 7}  {group.Key.State, -10} {group.Key.Channel, -8} {group.Key.Reason}{(flagged > 0 ? Text($" ({flagged} maybe duplicate)") : "")}"
                )
            );
        }
        say("");
        foreach (var finding in reckoning.Findings)
        {
            say($"{(finding.Against.Count == 0 ? "     ok" : " BROKEN")}  {finding.Claim}");
            foreach (var against in finding.Against.Take(MostExamples))
            {
                say($"         {against}");
            }
            if (finding.Against.Count > MostExamples)
            {
                say(Text($"         and {finding.Against.Count - MostExamples} more"));
            }
        }
        say("");
        say(Summary());
    }

    private string Summary() =>
        Text(
            $"seed {options.Seed}: {reckoning.Rows.Count} owed = {In(DeliveryState.Accepted)} accepted + {In(DeliveryState.Failed)} failed + {In(DeliveryState.Suppressed)} suppressed + {In(DeliveryState.Uncertain)} uncertain; {reckoning.Missed.Count} missing; {reckoning.Repeated} came twice, {reckoning.InFlight} were in flight at {storm.Kills} kills and {storm.Outages} outages and {reckoning.Open} open otherwise; {took.TotalSeconds:0} s; {(Reconciles ? "reconciles" : "DOES NOT RECONCILE")}"
        );

    private int In(DeliveryState state) => reckoning.Rows.Count(row => row.State == state);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<=wait )\d+")]
    private static partial Regex Number();
}

using System.Globalization;
using System.Text;
using Distributor.Benchmarks.Measuring;

namespace Distributor.Benchmarks.Report;

/// <summary>docs/performance.md: what was measured, on what, and how it stands to its reference.</summary>
internal static class PerformancePage
{
    /// <summary>What each scenario does, for a reader who has not seen the program.</summary>
    private static readonly (string Scenario, string Title, string Text)[] Parts =
    [
        (
            "plan",
            "Planning",
            "One row for each recipient, written by the planner of the product; the reference is one bare `INSERT … SELECT` of the same rows."
        ),
        (
            "ledger",
            "Plan, claim, accept",
            "The whole way of a row through the ledger with a sender that does nothing; the reference is the same three steps as bare SQL by pgbench."
        ),
        (
            "growth",
            "Growth",
            "The same work at 10,000, 100,000 and 1,000,000 recipients: the ratio is the cost of one recipient by that of the smallest size."
        ),
        (
            "explain",
            "Plans of the hot statements",
            "Each statement of the ledger explained with the ledger full; none may read a partition from end to end."
        ),
        (
            "churn",
            "Ten million changes",
            "Claims and outcomes on the same partitions, with autovacuum at work: size, dead rows and the time of a claim from the first million to the last."
        ),
        (
            "email",
            "E-mail",
            "Digests of about 28 KB over loopback. References run in turn with ours: Postfix's `smtp-source`, which sends one prepared message again and again, and a nodemailer pool."
        ),
        ("telegram", "Telegram", "Alerts to an emulated Bot API that counts as strictly as Telegram does."),
        (
            "latency",
            "Push to the first alert",
            "From the push of an article to the first alert on the wire, while a digest is being sent."
        ),
        ("memory", "Memory", "The highest resident memory of the process that plans and sends."),
        (
            "instances",
            "Several instances",
            "Processes on one PostgreSQL that share one run, undisturbed and restarted one after the other."
        ),
        (
            "pages",
            "Pages of the dashboard",
            "Asked over HTTP with 1,000,000 subscribers and 3,000,000 deliveries; milliseconds on the server."
        ),
    ];

    /// <summary>Why a goal may be missed, said only where one is; the figures that show it are in the notes before it.</summary>
    private static readonly Dictionary<string, string> Reasons = new(StringComparer.Ordinal)
    {
        ["ledger"] =
            "Why it is missed: the reference moves rows and nothing else. A claim also judges every row against its run, its reader, their consent and quiet hours, shares the lanes, keeps the counts of the run and hands thirty columns to the sender; an outcome is written with its minute and its counts. "
            + "Planning is faster than the reference's, claiming takes about twice the reference's time, and on two cores the program that claims runs on the server's processor. Claimers on the ledger alone wait until all is planned, as the reference does; the whole sender sends while planning goes on and so has both cores at work all the time. The profile above says what the sessions do meanwhile: they calculate; waiting for the log on disk is the smaller part, as for the reference. "
            + "A sender alone does not come near this rate: messages leave a machine at a fraction of it.",
        ["memory"] =
            "Why it is missed: `serve` is the whole product in one process, with dashboard, site, job server and metrics. Before its first message it holds the libraries it uses and the machine code made of them, which is more than half of its peak; the parts are told above. What the number of readers adds is the ratio.",
    };

    public static string Of(IReadOnlyList<ResultLine> results, Machine machine)
    {
        var page = new StringBuilder();
        page.AppendLine("# Performance").AppendLine();
        page.AppendLine(
            "Made by `tests/bench.sh report`; do not edit. Machines differ and neighbours disturb, so read the ratios: ours and its reference were measured in turn in the same run."
        );
        page.AppendLine();
        page.AppendLine(
            CultureInfo.InvariantCulture,
            $"Measured {DateTime.UtcNow:yyyy-MM-dd} at commit `{machine.Commit}` on {machine.Cores} cores of {machine.Processor}, {machine.Gigabytes} GB, {machine.System}, {machine.Runtime}, {machine.Postgres} with fsync on."
        );
        foreach (var (scenario, title, text) in Parts)
        {
            var rows = results.Where(result => result.Scenario == scenario).ToList();
            if (rows.Count > 0)
            {
                page.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"## {title}").AppendLine();
                page.AppendLine(text).AppendLine();
                Table(page, rows);
                if (rows.Exists(row => row.GoalMet == false) && Reasons.TryGetValue(scenario, out var reason))
                {
                    page.AppendLine().AppendLine(reason);
                }
            }
        }
        return page.ToString();
    }

    private static void Table(StringBuilder page, List<ResultLine> rows)
    {
        var columns = Columns().Where(column => rows.Exists(row => column.Cell(row).Length > 0)).ToList();
        page.AppendLine("| " + string.Join(" | ", columns.Select(column => column.Title)) + " |");
        page.AppendLine("|" + string.Concat(columns.Select(column => column.IsNumber ? "---:|" : "---|")));
        foreach (var row in rows)
        {
            page.AppendLine("| " + string.Join(" | ", columns.Select(column => column.Cell(row))) + " |");
        }
        foreach (var note in rows.Select(row => row.Note).OfType<string>().Distinct().Where(_ => rows.Count <= 20))
        {
            page.AppendLine().AppendLine(note);
        }
    }

    private static IEnumerable<Column> Columns() =>
        [
            new("What", false, row => row.Variant.Replace("|", "\\|", StringComparison.Ordinal)),
            new("Size", true, row => Say(row.Size)),
            new("Seconds", true, row => Say(row.Seconds)),
            new("Each second", true, row => Say(row.PerSecond)),
            new("p50 ms", true, row => Say(row.P50)),
            new("p95 ms", true, row => Say(row.P95)),
            new("p99 ms", true, row => Say(row.P99)),
            new("CPU s", true, row => Say(row.CpuSeconds)),
            new("Peak MB", true, row => Say(row.PeakMegabytes)),
            new("Bytes allocated each", true, row => Say(row.AllocatedEach)),
            new("Reference", false, row => row.Reference ?? ""),
            new("Its rate", true, row => Say(row.ReferencePerSecond)),
            new("Ratio", true, row => row.Ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? ""),
            new("Goal", false, row => row.Goal ?? ""),
            new(
                "",
                false,
                row =>
                    row.GoalMet switch
                    {
                        true => "met",
                        false => "**not met**",
                        null => "",
                    }
            ),
        ];

    private static string Say(double? number) =>
        number switch
        {
            null => "",
            >= 1000 or <= -1000 => number.Value.ToString("N0", CultureInfo.InvariantCulture),
            _ => number.Value.ToString("0.##", CultureInfo.InvariantCulture),
        };

    private static string Say(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? "";

    private sealed record Column(string Title, bool IsNumber, Func<ResultLine, string> Cell);
}

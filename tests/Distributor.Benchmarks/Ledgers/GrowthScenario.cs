using Distributor.Benchmarks.Measuring;
using Distributor.Benchmarks.Planning;

namespace Distributor.Benchmarks.Ledgers;

/// <summary>
/// The same alert to a hundredth, a tenth and all of the readers: what one recipient costs must not grow with their number. The
/// three sizes take turns, so that a busy minute falls on all of them.
/// </summary>
public sealed class GrowthScenario(int size, int times)
{
    /// <summary>Topics by the share of readers that follow them, the smallest first.</summary>
    private static readonly string[] Topics = ["Sport", "Business", "World"];

    private const double Most = 1.15;

    /// <returns>1 when a recipient costs more at a larger size.</returns>
    public async Task<int> RunAsync(string? named, CancellationToken cancellationToken)
    {
        await using var publication = await Publication.OpenAsync(named, size, cancellationToken);
        var runs = new LedgerRuns(publication);
        var plans = Topics.ToDictionary(topic => topic, _ => new List<Measurement>());
        var sends = Topics.ToDictionary(topic => topic, _ => new List<Measurement>());
        var rows = new Dictionary<string, int>();
        for (var i = 0; i <= times; i++)
        {
            foreach (var topic in Topics)
            {
                var planned = await PlanScenario.OursAsync(publication, topic, cancellationToken);
                rows[topic] = planned.Rows;
                var sent = await runs.SenderAsync(topic, planned.Rows, cancellationToken);
                if (i > 0)
                {
                    plans[topic].Add(planned.Cost);
                    sends[topic].Add(sent.Cost);
                }
                await Console.Error.WriteLineAsync(
                    FormattableString.Invariant(
                        $"{planned.Rows} rows: planned {planned.Cost.Elapsed.TotalSeconds:0.00} s, planned and sent {sent.Cost.Elapsed.TotalSeconds:0.00} s"
                    )
                );
            }
        }
        var isMet = Write("plan", plans, rows);
        isMet &= Write("plan, claim and accept by the whole sender", sends, rows);
        return isMet ? 0 : 1;
    }

    private static bool Write(string what, Dictionary<string, List<Measurement>> measured, Dictionary<string, int> rows)
    {
        double Each(string topic) =>
            ResultLine.Median(measured[topic].Select(m => m.Elapsed.TotalMicroseconds / rows[topic]));
        var smallest = Each(Topics[0]);
        var isAllMet = true;
        foreach (var topic in Topics)
        {
            var ratio = Math.Round(Each(topic) / smallest, 3);
            var isMet = ratio <= Most;
            isAllMet &= isMet;
            new ResultLine
            {
                Scenario = "growth",
                Variant = FormattableString.Invariant($"{what}: {rows[topic]:#,0} recipients"),
                Reference = FormattableString.Invariant($"time per recipient at {rows[Topics[0]]:#,0}"),
                ReferencePerSecond = Math.Round(1e6 / smallest),
                Ratio = ratio,
                Goal = FormattableString.Invariant($"time per recipient ≤ {Most} × the smallest's"),
                GoalMet = isMet,
                Note = FormattableString.Invariant(
                    $"{Each(topic):0.0} µs a recipient, median of {measured[topic].Count}"
                ),
            }
                .Of(measured[topic].OrderBy(m => m.Elapsed).ElementAt(measured[topic].Count / 2), rows[topic])
                .Write();
        }
        return isAllMet;
    }
}

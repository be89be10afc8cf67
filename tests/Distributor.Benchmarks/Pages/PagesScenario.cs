using System.Diagnostics;
using Distributor.Benchmarks.Measuring;

namespace Distributor.Benchmarks.Pages;

/// <summary>
/// Opens every page of the dashboard as a browser does, one request after the other, and says how long the server took from the
/// request's first byte to the answer's last.
/// </summary>
public sealed class PagesScenario(int size, int times, string? only, int? limit)
{
    private const int Warm = 3;

    /// <returns>1 when a page is slower than the limit.</returns>
    public async Task<int> RunAsync(string? named, CancellationToken cancellationToken)
    {
        await using var database = await BenchDatabase.OpenAsync(named, cancellationToken);
        await using var app = await MeasuredApp.StartAsync(database.ConnectionString, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        if (await database.FillAsync(size, cancellationToken))
        {
            await Console.Error.WriteLineAsync(
                FormattableString.Invariant(
                    $"filled with {size} subscribers in {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s"
                )
            );
        }
        using var client = await app.SignInAsync();
        var isSlow = false;
        foreach (
            var page in DeskPages.All.Where(page =>
                only is null || page.Name.Contains(only, StringComparison.OrdinalIgnoreCase)
            )
        )
        {
            isSlow |= await MeasureAsync(client, page, cancellationToken) > limit;
        }
        return isSlow ? 1 : 0;
    }

    private async Task<double> MeasureAsync(HttpClient client, MeasuredPage page, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Warm * page.Paths.Length; i++)
        {
            using var answer = await client.GetAsync(page.Paths[i % page.Paths.Length], cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                new ResultLine
                {
                    Scenario = "pages",
                    Variant = page.Name,
                    GoalMet = false,
                    Note = $"{page.Paths[i % page.Paths.Length]} answers {(int)answer.StatusCode}",
                }.Write();
                return 0;
            }
        }
        var taken = new List<double>();
        long bytes = 0;
        var slowest = ("", 0.0);
        for (var i = 0; i < times; i++)
        {
            var path = page.Paths[i % page.Paths.Length];
            var began = Stopwatch.GetTimestamp();
            bytes = (await client.GetByteArrayAsync(path, cancellationToken)).Length;
            var elapsed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            taken.Add(elapsed);
            slowest = elapsed > slowest.Item2 ? (path, elapsed) : slowest;
        }
        var line = new ResultLine
        {
            Scenario = "pages",
            Variant = page.Name,
            Size = size,
            Goal = "p95 < 200 ms",
            Note = FormattableString.Invariant($"{bytes} bytes; slowest {slowest.Item1}"),
        }.With(taken);
        (line with { GoalMet = line.P95 < 200 }).Write();
        return line.P95!.Value;
    }
}

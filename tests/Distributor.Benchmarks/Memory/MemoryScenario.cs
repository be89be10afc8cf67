using System.Diagnostics;
using System.Globalization;
using Distributor.Benchmarks.Measuring;
using Distributor.Benchmarks.Running;
using Distributor.Channels;
using Distributor.Subscribers;
using Distributor.Testing;
using Distributor.Testing.Smtp;

namespace Distributor.Benchmarks.Memory;

/// <summary>
/// The built program as a process of its own plans a daily digest of twenty articles and mails it to a server on this machine.
/// Watched from its start until all is sent or the time is over; planning of all readers is always in it.
/// </summary>
internal sealed class MemoryScenario(int size, TimeSpan longest)
{
    private const int Small = 10_000;
    private const int Articles = 20;
    private const double MostMegabytes = 250;
    private const double MostRatio = 1.15;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var small = await MeasureAsync(Small, cancellationToken);
        small.Write();
        var large = await MeasureAsync(size, cancellationToken);
        var ratio = Math.Round(large.PeakMegabytes!.Value / small.PeakMegabytes!.Value, 3);
        large = large with
        {
            Reference = "10,000 readers",
            Ratio = ratio,
            Goal = "≤ 1.15 × the memory of 10,000 readers, under 250 MB",
            GoalMet = ratio <= MostRatio && large.PeakMegabytes < MostMegabytes,
        };
        large.Write();
        return large.GoalMet == true ? 0 : 1;
    }

    private async Task<ResultLine> MeasureAsync(int readers, CancellationToken cancellationToken)
    {
        await using var database = await BenchDatabase.OpenAsync(null, cancellationToken);
        await using var relay = await LoopbackSmtpServer.StartAsync(
            new()
            {
                KeepContent = false,
                KeepTranscript = false,
                MostMailsKept = 1,
            }
        );
        var settings = new Dictionary<string, string>
        {
            ["ConnectionStrings__Distributor"] = database.ConnectionString,
            ["Smtp__Host"] = "127.0.0.1",
            ["Smtp__Port"] = relay.Port.ToString(CultureInfo.InvariantCulture),
            ["Smtp__Security"] = "none",
            ["Mail__FromAddress"] = "digest@news.example.org",
            ["Site__PublicUrl"] = "https://news.example.org",
        };
        await ProgramProcess.RunAsync(settings, cancellationToken, "migrate");
        await IngestAsync(settings, cancellationToken);
        await Readers.AddAsync(
            database.ConnectionString,
            ChannelKind.Email,
            Cadence.Daily,
            1_000_000,
            readers,
            cancellationToken
        );
        await Console.Error.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{readers:N0} readers are there")
        );
        await using var program = ProgramProcess.Start(settings, "serve", "--urls", "http://127.0.0.1:0");
        var began = Stopwatch.GetTimestamp();
        long? firstAt = null;
        var curve = new List<double>();
        var held = default((long Files, long Compiled, long Data));
        while (relay.MailsTaken < readers && !program.HasEnded)
        {
            await Task.Delay(LookEvery, cancellationToken);
            firstAt ??= relay.MailsTaken > 0 ? Stopwatch.GetTimestamp() : null;
            curve.Add(program.Peak / 1e6);
            held =
                program.Held is var now && now.Files + now.Compiled + now.Data > held.Files + held.Compiled + held.Data
                    ? now
                    : held;
            if (firstAt is { } at && Stopwatch.GetElapsedTime(at) > longest)
            {
                break;
            }
        }
        var sent = relay.MailsTaken;
        var seconds = firstAt is { } first ? Stopwatch.GetElapsedTime(first).TotalSeconds : 0;
        return new ResultLine
        {
            Scenario = "memory",
            Variant = string.Create(CultureInfo.InvariantCulture, $"{readers:N0} readers"),
            Size = readers,
            Seconds = Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 1),
            PerSecond = Math.Round(sent / Math.Max(seconds, 0.001), 1),
            CpuSeconds = Math.Round(program.Processor.TotalSeconds, 1),
            PeakMegabytes = Math.Round(program.Peak / 1e6, 1),
            Note = string.Create(
                CultureInfo.InvariantCulture,
                $"peak RSS of `serve`; all planned, {sent:N0} sent in {seconds:0} s; peak after each quarter of the time {string.Join(", ", Quarters(curve))} MB; at its largest {held.Files / 1e6:0} MB of programs and libraries, {held.Compiled / 1e6:0} MB of code compiled at run time, {held.Data / 1e6:0} MB of data"
            ),
        };
    }

    private static IEnumerable<string> Quarters(List<double> curve) =>
        curve.Count == 0
            ? []
            : new[] { 0.25, 0.5, 0.75, 1 }.Select(share =>
                curve[Math.Max(0, (int)(curve.Count * share) - 1)].ToString("0", CultureInfo.InvariantCulture)
            );

    /// <summary>Twenty articles of a few paragraphs: a digest of about thirty kilobytes.</summary>
    private static async Task IngestAsync(Dictionary<string, string> settings, CancellationToken cancellationToken)
    {
        using var folder = new TemporaryDirectory();
        for (var i = 1; i <= Articles; i++)
        {
            var paragraphs = Enumerable
                .Range(1, 6)
                .Select(n =>
                    $"Paragraph {n} of story {i}. "
                    + string.Join(
                        ' ',
                        Enumerable.Repeat("The harbour kept its lamps on until the last boat was in.", 6)
                    )
                );
            await File.WriteAllTextAsync(
                Path.Combine(folder.Path, $"story-{i}.md"),
                $"# Story {i} of the morning\n\n{string.Join("\n\n", paragraphs)}\n",
                cancellationToken
            );
        }
        await ProgramProcess.RunAsync(settings, cancellationToken, "ingest", folder.Path, "--topic", "World");
    }
}

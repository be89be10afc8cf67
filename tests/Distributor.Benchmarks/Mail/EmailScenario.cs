using System.Globalization;
using System.Security.Cryptography;
using Distributor.Benchmarks.Measuring;
using Distributor.Testing;
using static System.FormattableString;

namespace Distributor.Benchmarks.Mail;

/// <summary>
/// How fast digests leave. Each figure stands beside its reference, measured in turn with it: rates of two programs are only
/// comparable when the machine was as busy for both. Longer than most files because it is one list of measurements.
/// </summary>
internal sealed class EmailScenario(int size, int[] connections, int pairs, string? only)
{
    /// <summary>The number of connections the goals are for.</summary>
    private const int Main = 4;

    /// <summary>Nodemailer is several times slower: fewer mails take as long.</summary>
    private const int NodemailerShare = 5;

    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(5);

    private int octets;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (Tool.Mailman.File is null)
        {
            await SayAsync("mailman3 is not installed and not measured");
        }
        await using (var nowhere = await ChannelRun.StartAsync(port: 1, connections: 1, warmUp: 0))
        {
            octets = nowhere.LengthOfAMail;
        }
        await SayAsync(Invariant($"a digest has {octets} octets on the wire"));
        await PartAsync("sender", () => SenderAsync(cancellationToken), Tool.SmtpSink, Tool.SmtpSource);
        await PartAsync("signed", () => SignedAsync(cancellationToken), Tool.SmtpSink, Tool.SmtpSource);
        await PartAsync("fast", () => FastAsync(cancellationToken), Tool.Compiler, Tool.SmtpSource);
        await PartAsync("delay", () => DelayAsync(cancellationToken), Tool.Compiler);
        await PartAsync("whole", () => WholeAsync(cancellationToken), Tool.SmtpSink, Tool.SmtpSource);
        await PartAsync("nodemailer", () => NodemailerAsync(cancellationToken), Tool.SmtpSink, Tool.Node, Tool.Npm);
        return 0;
    }

    private async Task PartAsync(string name, Func<Task> measure, params Tool[] tools)
    {
        if (only is not null && !only.Equals(name, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }
        if (Tool.Missing(tools) is { } missing)
        {
            await SayAsync(missing);
            (Line(name) with { Note = $"not measured: {missing}" }).Write();
            return;
        }
        await SayAsync($"measuring: {name}");
        await measure();
    }

    private async Task SenderAsync(CancellationToken cancellationToken)
    {
        await using var sink = await MailSink.PostfixAsync(cancellationToken);
        foreach (var count in connections)
        {
            await using var ours = await ChannelRun.StartAsync(sink.Port, count);
            var line = Line(Invariant($"sender alone, {count} connections"));
            await AgainstSourceAsync(line, ours, sink.Port, count, 0.8, cancellationToken);
        }
    }

    private async Task SignedAsync(CancellationToken cancellationToken)
    {
        using var folder = new TemporaryDirectory();
        var key = Path.Combine(folder.Path, "dkim.pem");
        using (var rsa = RSA.Create(2048))
        {
            await File.WriteAllTextAsync(key, rsa.ExportRSAPrivateKeyPem(), cancellationToken);
        }
        await using var sink = await MailSink.PostfixAsync(cancellationToken);
        await using var ours = await ChannelRun.StartAsync(sink.Port, Main, keyFile: key);
        var line = Line(Invariant($"signed with RSA-2048, {Main} connections"));
        await AgainstSourceAsync(line, ours, sink.Port, Main, 0.3, cancellationToken);
    }

    /// <summary>What the client itself can do: Postfix's sink is the slower end of the connection.</summary>
    private async Task FastAsync(CancellationToken cancellationToken)
    {
        foreach (
            string[] extensions in (string[][])
                [
                    ["PIPELINING"],
                    ["PIPELINING", "CHUNKING"],
                ]
        )
        {
            var command = extensions.Length > 1 ? "BDAT" : "DATA";
            await using var sink = await MailSink.FastAsync(TimeSpan.Zero, cancellationToken, extensions);
            await using var ours = await ChannelRun.StartAsync(sink.Port, Main);
            var line = Line(Invariant($"sender alone to a faster sink with {command}, {Main} connections"));
            await AgainstSourceAsync(line, ours, sink.Port, Main, null, cancellationToken);
        }
    }

    private async Task AgainstSourceAsync(
        ResultLine line,
        ChannelRun ours,
        int port,
        int count,
        double? goal,
        CancellationToken cancellationToken
    )
    {
        var measured = new List<Measured>();
        for (var pair = 1; pair <= pairs; pair++)
        {
            var reference = await References.SmtpSourceAsync(port, count, size, octets, cancellationToken);
            var (cost, times) = await ours.MeasureAsync(size);
            measured.Add(new Measured(cost, size / cost.Elapsed.TotalSeconds, reference, times));
            await SayAsync(Invariant($"{line.Variant}: {measured[^1].Ours:0}/s beside {reference:0}/s"));
        }
        Write(line, measured, Invariant($"smtp-source, {count} connections"), goal);
    }

    private async Task NodemailerAsync(CancellationToken cancellationToken)
    {
        await using var sink = await MailSink.PostfixAsync(cancellationToken);
        var mails = Math.Max(1, size / NodemailerShare);
        foreach (var count in connections)
        {
            await using var ours = await ChannelRun.StartAsync(sink.Port, count);
            using var nodemailer = await References.Nodemailer.InstallAsync(ours.FirstMail, cancellationToken);
            var measured = new List<Measured>();
            for (var pair = 1; pair <= pairs; pair++)
            {
                var reference = await nodemailer.MeasureAsync(sink.Port, count, mails, cancellationToken);
                var (cost, times) = await ours.MeasureAsync(size);
                measured.Add(new Measured(cost, size / cost.Elapsed.TotalSeconds, reference, times));
                await SayAsync(
                    Invariant($"{count} connections: {measured[^1].Ours:0}/s beside nodemailer {reference:0}/s")
                );
            }
            Write(
                Line(Invariant($"sender alone beside nodemailer, {count} connections")),
                measured,
                Invariant($"nodemailer 10 pool, {count} connections"),
                count == Main ? 5 : null
            );
        }
    }

    /// <summary>RFC 2920 and 3030: MAIL and RCPT in one round trip, DATA and content in two, BDAT with its content in one.</summary>
    private async Task DelayAsync(CancellationToken cancellationToken)
    {
        foreach (var (command, trips, extensions) in Kinds)
        {
            await using var near = await MailSink.FastAsync(TimeSpan.Zero, cancellationToken, extensions);
            double alone;
            await using (var one = await ChannelRun.StartAsync(near.Port, 1))
            {
                alone =
                    (await one.MeasureAsync(Math.Max(1, size / 10))).Cost.Elapsed.TotalSeconds / Math.Max(1, size / 10);
            }
            await using var far = await MailSink.FastAsync(Delay, cancellationToken, extensions);
            foreach (var count in connections)
            {
                // About ten seconds each: what is measured is waiting, which needs no crowd.
                var mails = Math.Min(size, count * 10 * 60);
                await using var ours = await ChannelRun.StartAsync(far.Port, count, warmUp: count * 20);
                var (cost, times) = await ours.MeasureAsync(mails);
                var expected = count / ((trips * Delay.TotalSeconds) + alone);
                var rate = mails / cost.Elapsed.TotalSeconds;
                (
                    Line(Invariant($"5 ms before each reply, {command}, {count} connections"))
                        .Of(cost, mails)
                        .With(times) with
                    {
                        Reference = Invariant($"{count} / ({trips} × 5 ms + {alone * 1000:0.00} ms)"),
                        ReferencePerSecond = Math.Round(expected, 1),
                        Ratio = Math.Round(rate / expected, 3),
                        Goal = "≥ 0.9 × reference",
                        GoalMet = rate >= 0.9 * expected,
                        Note =
                            "the reference is computed; its last part is what one connection takes for a mail without delay",
                    }
                ).Write();
            }
        }
    }

    private static readonly (string Command, int Trips, string[] Extensions)[] Kinds =
    [
        ("DATA", 3, ["PIPELINING"]),
        ("BDAT", 2, ["PIPELINING", "CHUNKING"]),
    ];

    private async Task WholeAsync(CancellationToken cancellationToken)
    {
        await using var sink = await MailSink.PostfixAsync(cancellationToken);
        await using var whole = await WholeRun.StartAsync(sink.Port, Main, size, cancellationToken);
        await SayAsync("one run to warm up");
        await whole.MeasureAsync(size, cancellationToken);
        var measured = new List<Measured>();
        for (var pair = 1; pair <= pairs; pair++)
        {
            var reference = await References.SmtpSourceAsync(sink.Port, Main, size, octets, cancellationToken);
            var (cost, seconds) = await whole.MeasureAsync(size, cancellationToken);
            measured.Add(new Measured(cost, size / seconds, reference, []));
            await SayAsync(Invariant($"whole: {size / seconds:0}/s beside {reference:0}/s"));
        }
        var line = Line(
            Invariant($"whole: planning, ledger, PostgreSQL and sending on one machine, {Main} connections")
        );
        Write(line, measured, Invariant($"smtp-source, {Main} connections"), 0.5);
    }

    /// <summary>The pair in the middle stands for all.</summary>
    private void Write(ResultLine line, List<Measured> measured, string reference, double? goal)
    {
        var ratio = ResultLine.Median(measured.Select(pair => pair.Ours / pair.Reference));
        var middle = measured.OrderBy(pair => pair.Ours / pair.Reference).ElementAt((measured.Count - 1) / 2);
        var written = line.Of(middle.Cost, size);
        written = middle.Times.Count > 0 ? written.With(middle.Times) : written;
        (
            written with
            {
                PerSecond = Math.Round(middle.Ours, 1),
                Reference = reference,
                ReferencePerSecond = Math.Round(middle.Reference, 1),
                Ratio = ratio,
                Goal = goal is null ? null : string.Create(CultureInfo.InvariantCulture, $"≥ {goal} × reference"),
                GoalMet = goal is null ? null : ratio >= goal,
                Note = Invariant($"{octets} octets each; {measured.Count} pairs"),
            }
        ).Write();
    }

    private static ResultLine Line(string variant) => new() { Scenario = "email", Variant = variant };

    private static Task SayAsync(string remark) => Console.Error.WriteLineAsync(remark);

    private sealed record Measured(Measurement Cost, double Ours, double Reference, List<double> Times);
}

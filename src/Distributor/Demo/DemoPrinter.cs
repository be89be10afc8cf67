namespace Distributor.Demo;

/// <summary>The report as a page of plain text for a terminal.</summary>
internal static class DemoPrinter
{
    private const int TitleWidth = 64;

    public static void Print(DemoReport report, TextWriter output)
    {
        Articles(report, output);
        Deliveries(report, output);
        Runs(report, output);
        Files(report, output);
    }

    private static void Articles(DemoReport report, TextWriter output)
    {
        Heading(output, "Articles", report.Articles.Count, "ingested");
        foreach (var article in report.Articles)
        {
            var mark = article.Breaking ? "  (breaking)" : "";
            output.WriteLine(
                FormattableString.Invariant($"{article.Id, 6}  {article.Topic ?? "-", -9} {article.Title}{mark}")
            );
        }
    }

    private static void Deliveries(DemoReport report, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant($"Delivered to the outbox for {report.Subscribers} subscribers"));
        foreach (var some in report.Deliveries)
        {
            var states = string.Join(", ", some.States.Select(state => $"{state.Value} {state.Key}"));
            output.WriteLine($"        {Plural(some.Kind), -9} {Name(some.Channel), -9} {states}");
        }
    }

    private static void Runs(DemoReport report, TextWriter output)
    {
        Heading(output, "Runs", report.Runs.Count, "and how each adds up");
        foreach (var run in report.Runs)
        {
            output.WriteLine(
                FormattableString.Invariant($"{run.Id, 6}  {run.State, -9} {run.Sum, -27} {Shortened(run.Title)}")
            );
        }
    }

    private static void Files(DemoReport report, TextWriter output)
    {
        var outbox = Path.Combine(report.DataDirectory, "outbox");
        Heading(output, "Files", report.Mails.Count + report.TelegramMessages.Count, $"in {outbox}");
        foreach (var file in report.TelegramMessages)
        {
            output.WriteLine($"        {Path.Combine("telegram", file)}");
        }
        foreach (var file in report.Mails)
        {
            output.WriteLine($"        {Path.Combine("email", file)}");
        }
        output.WriteLine();
    }

    private static void Heading(TextWriter output, string name, int count, string rest)
    {
        output.WriteLine();
        output.WriteLine(FormattableString.Invariant($"{name}: {count} {rest}"));
    }

    private static string Plural(string kind) => kind == "digest" ? "digests" : kind + "s";

    private static string Name(string channel) => channel == "email" ? "e-mail" : "Telegram";

    private static string Shortened(string title) =>
        title.Length <= TitleWidth ? title : title[..(TitleWidth - 1)].TrimEnd() + "…";
}

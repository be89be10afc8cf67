using System.CommandLine;
using Distributor.Benchmarks.Measuring;

namespace Distributor.Benchmarks.Mail;

/// <summary><c>email</c>: how fast digests leave, beside what else sends mail on this machine.</summary>
internal static class EmailCommand
{
    public static Command Create()
    {
        var size = BenchOptions.Size("Digests in each measurement.", 50_000);
        var connections = new Option<int[]>("--connections")
        {
            Description = "Numbers of connections to measure with.",
            DefaultValueFactory = _ => [1, 2, 4, 8],
            AllowMultipleArgumentsPerToken = true,
        };
        var pairs = new Option<int>("--pairs")
        {
            Description = "How often each is measured beside its reference; the median counts.",
            DefaultValueFactory = _ => 3,
        };
        var only = new Option<string?>("--only")
        {
            Description = "One part: sender, nodemailer, signed, fast, delay or whole.",
        };
        var email = new Command(
            "email",
            "Sends digests of about 28 KB to sinks on loopback, in turn with smtp-source and nodemailer; needs postfix, and node and gcc for some lines."
        )
        {
            size,
            connections,
            pairs,
            only,
        };
        email.SetAction(
            (parsed, cancellationToken) =>
                new EmailScenario(
                    parsed.GetValue(size),
                    parsed.GetValue(connections)!,
                    parsed.GetValue(pairs),
                    parsed.GetValue(only)
                ).RunAsync(cancellationToken)
        );
        return email;
    }
}

using System.Diagnostics;
using System.Globalization;
using Distributor.Testing;
using Npgsql;

namespace Distributor.Benchmarks.Ledgers;

/// <summary>PostgreSQL's own load generator: four clients that run a script with prepared statements.</summary>
internal static class Pgbench
{
    public const int Clients = 4;

    /// <param name="script">File name beside this class.</param>
    /// <param name="times">How often each client runs it.</param>
    /// <returns>How long it took, connections and the program's start included.</returns>
    /// <exception cref="InvalidOperationException">pgbench is not installed, or a statement failed.</exception>
    public static async Task<TimeSpan> RunAsync(
        string connectionString,
        string script,
        int times,
        IReadOnlyDictionary<string, string> variables,
        CancellationToken cancellationToken
    )
    {
        var to = new NpgsqlConnectionStringBuilder(connectionString);
        var start = new ProcessStartInfo(Path.Combine(PrivatePostgres.Binaries(), "pgbench"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "--host",
            to.Host ?? "",
            "--port",
            to.Port.ToString(CultureInfo.InvariantCulture),
            "--username",
            to.Username ?? "postgres",
            "--no-vacuum",
            "--protocol=prepared",
            FormattableString.Invariant($"--client={Clients}"),
            "--jobs=2",
            FormattableString.Invariant($"--transactions={times}"),
            "--file",
            Path.Combine(AppContext.BaseDirectory, "Ledgers", script),
            .. variables.Select(pair => $"--define={pair.Key}={pair.Value}"),
            to.Database ?? "postgres",
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }
        // As on the ledger's own connections (PostgresLedger says why): the reference shall be at its best.
        start.Environment["PGOPTIONS"] =
            "-c jit=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_seqscan=off";
        if (to.Password is { } password)
        {
            start.Environment["PGPASSWORD"] = password;
        }
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);
        // A client whose statement fails is given up, and pgbench ends with 2.
        return process.ExitCode == 0
            ? took
            : throw new InvalidOperationException($"pgbench: {await output} {await errors}");
    }
}

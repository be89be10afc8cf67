using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Distributor.Testing;

/// <summary>
/// A PostgreSQL server of one test's own, which it may stop and start. It listens on a socket in its own directory, so that it
/// needs no free port; fsync stays on, as people run it. Everything is gone after the test.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    const string User = "postgres";

    readonly TemporaryDirectory _directory = new();
    readonly string _binaries;
    readonly string _settings;

    PrivatePostgres(string binaries, string settings)
    {
        _binaries = binaries;
        _settings = settings;
    }

    string Data => Path.Combine(_directory.Path, "server");

    string Cluster => Path.Combine(Data, "cluster");

    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder
        {
            Host = Data,
            Username = User,
            Database = "postgres",
        }.ConnectionString;

    /// <param name="settings">More options of the server, such as <c>-c shared_buffers=1GB</c> or PostgreSQL's own <c>-c max_connections=100</c>.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed where Debian puts it, or does not start.</exception>
    public static async Task<PrivatePostgres> StartAsync(CancellationToken cancellationToken, string settings = "")
    {
        var server = new PrivatePostgres(Binaries(), settings);
        try
        {
            await server.CreateAsync(cancellationToken);
            await server.StartAgainAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when it answers; what was committed before is there.</summary>
    public Task StartAgainAsync(CancellationToken cancellationToken) =>
        RunAsync(
            "pg_ctl",
            cancellationToken,
            "start",
            "-w",
            "-D",
            Cluster,
            "-l",
            Path.Combine(Data, "log"),
            "-o",
            $"-c listen_addresses='' -c unix_socket_directories='{Data}' -c max_connections=200 {_settings}"
        );

    /// <summary>Returns when it is down; all connections are cut.</summary>
    public Task StopAsync(PostgresStop how, CancellationToken cancellationToken) =>
        RunAsync(
            "pg_ctl",
            cancellationToken,
            "stop",
            "-w",
            "-D",
            Cluster,
            "-m",
            how == PostgresStop.Immediate ? "immediate" : "fast"
        );

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Cluster, "postmaster.pid")))
        {
            await StopAsync(PostgresStop.Immediate, CancellationToken.None);
        }
        _directory.Dispose();
    }

    async Task CreateAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Data);
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
        {
            // The server runs as another user, who must be able to come here.
            File.SetUnixFileMode(_directory.Path, (UnixFileMode)0b111_001_001);
            await RunAsync("chown", [User, Data], cancellationToken);
        }
        await RunAsync(
            "initdb",
            cancellationToken,
            "-D",
            Cluster,
            "-U",
            User,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8"
        );
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    Task RunAsync(string program, CancellationToken cancellationToken, params string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        return Environment.IsPrivilegedProcess
            ? RunAsync("runuser", ["-u", User, "--", path, .. arguments], cancellationToken)
            : RunAsync(path, arguments, cancellationToken);
    }

    static async Task RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = "/",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {arguments[^1]}: {await output} {await errors}");
        }
    }

    /// <summary>Where the newest installed server and its tools are.</summary>
    public static string Binaries()
    {
        const string Installed = "/usr/lib/postgresql";
        var versions = Directory.Exists(Installed) ? Directory.GetDirectories(Installed) : [];
        return versions
                .Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .MaxBy(bin =>
                    int.Parse(Path.GetFileName(Path.GetDirectoryName(bin)!).Split('.')[0], CultureInfo.InvariantCulture)
                )
            ?? throw new InvalidOperationException(
                $"There is no PostgreSQL below {Installed}; tests/run.sh installs it."
            );
    }
}

/// <summary>How a server is stopped.</summary>
public enum PostgresStop
{
    /// <summary>Connections are cut, open transactions rolled back, all is written.</summary>
    Fast,

    /// <summary>As by a crash: the next start recovers from the log.</summary>
    Immediate,
}

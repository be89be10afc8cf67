using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Distributor.Benchmarks.Mail;

/// <summary>Programs of others that are measured beside, or that a measurement needs.</summary>
/// <param name="Name">Of its file.</param>
/// <param name="Package">What to install when it is missing.</param>
internal sealed record Tool(string Name, string Package)
{
    public static readonly Tool SmtpSink = new("smtp-sink", "postfix");
    public static readonly Tool SmtpSource = new("smtp-source", "postfix");
    public static readonly Tool Node = new("node", "nodejs");
    public static readonly Tool Npm = new("npm", "npm");
    public static readonly Tool Compiler = new("cc", "gcc");
    public static readonly Tool Mailman = new("mailman", "mailman3");

    /// <summary>Where it is; null when it is not installed. Servers' programs are not on everybody's path.</summary>
    public string? File =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, Name))
            .FirstOrDefault(System.IO.File.Exists);

    /// <summary>What is missing of some tools, in words; null when all are there.</summary>
    public static string? Missing(params ReadOnlySpan<Tool> tools)
    {
        foreach (var tool in tools)
        {
            if (tool.File is null)
            {
                return $"{tool.Name} is missing: install the package {tool.Package}";
            }
        }
        return null;
    }

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it printed.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public async Task<string> RunAsync(string? folder, CancellationToken cancellationToken, params string[] arguments)
    {
        using var process = Start(folder, arguments);
        var printed = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var fault = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
        return process.ExitCode == 0
            ? await printed
            : throw new InvalidOperationException($"{Name} ended with {process.ExitCode}: {await fault}");
    }

    public Process Start(string? folder, params string[] arguments) =>
        Start(File ?? throw new InvalidOperationException(Missing(this)), folder, [], arguments);

    public static Process Start(
        string file,
        string? folder,
        Dictionary<string, string> environment,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        return Process.Start(start)!;
    }

    /// <summary>A port nobody listens on just now.</summary>
    public static int FreePort()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)listener.LocalEndPoint!).Port;
    }
}

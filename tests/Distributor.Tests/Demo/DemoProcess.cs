using System.Diagnostics;
using System.Text;
using Distributor.Testing;

namespace Distributor.Tests.Demo;

/// <summary>The built program as a process of its own, as a user runs it.</summary>
/// <param name="Exit">The exit code.</param>
internal sealed record DemoProcess(int Exit, string Output, string Errors)
{
    public static async Task<DemoProcess> RunAsync(params string[] arguments)
    {
        using var elsewhere = new TemporaryDirectory();
        var program = Path.Combine(AppContext.BaseDirectory, "distributor.dll");
        var start = new ProcessStartInfo("dotnet", [program, "demo", .. arguments])
        {
            WorkingDirectory = elsewhere.Path, // it must find its files from anywhere
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        // Settings that would send for real, were they read.
        start.Environment["Smtp__Host"] = "relay.example.org";
        start.Environment["Telegram__BotToken"] = "this is no token";
        start.Environment["ConnectionStrings__Distributor"] = "Host=127.0.0.1;Port=1;Username=nobody";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var longest = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        await process.WaitForExitAsync(longest.Token);
        return new DemoProcess(process.ExitCode, await output, await errors);
    }
}

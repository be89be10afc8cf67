using System.Text.Json;
using Distributor.Testing;
using Xunit;

namespace Distributor.Tests.Cli;

/// <summary><c>admin</c>, run as a user does.</summary>
public sealed class AdminCommandTests
{
    private static readonly Dictionary<string, string> Settings = new() { ["Storage__DataDirectory"] = "data" };

    [Fact]
    public async Task Admins_are_made_listed_and_let_in_again()
    {
        using var directory = new TemporaryDirectory();
        var first = Path.Combine(directory.Path, "data", "first-admin.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(first)!);
        await File.WriteAllTextAsync(first, "a link", TestContext.Current.CancellationToken);

        var made = await DistributorProcess.RunAsync(
            directory.Path,
            Settings,
            "admin",
            "create",
            "--email",
            "rosa@paper.example"
        );
        Assert.Equal((0, 1), (made.Exit, made.Lines.Count));
        Assert.Matches("^[a-z2-9]{5}(-[a-z2-9]{5}){3}$", made.Lines[0]);
        Assert.False(File.Exists(first));

        var given = await DistributorProcess.RunAsync(
            directory.Path,
            Settings,
            "admin",
            "create",
            "--email",
            "li@paper.example",
            "--password",
            "seven quiet lamps",
            "--role",
            "viewer",
            "--json"
        );
        var answer = JsonDocument.Parse(given.Lines.Single()).RootElement;
        Assert.Equal("viewer", answer.GetProperty("role").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("password").ValueKind);

        var twice = await DistributorProcess.RunAsync(
            directory.Path,
            Settings,
            "admin",
            "create",
            "--email",
            "Rosa@paper.example"
        );
        Assert.Equal(1, twice.Exit);
        Assert.Equal("Somebody with this address is an admin already.", twice.Errors.Trim());
        var weak = await DistributorProcess.RunAsync(
            directory.Path,
            Settings,
            "admin",
            "create",
            "--email",
            "mo@paper.example",
            "--password",
            "short"
        );
        Assert.Equal(1, weak.Exit);
        Assert.Contains("at least 12 characters", weak.Errors, StringComparison.Ordinal);

        var list = await DistributorProcess.RunAsync(directory.Path, Settings, "admin", "list");
        Assert.Equal(["1 owner rosa@paper.example", "2 viewer li@paper.example"], list.Lines);

        var reset = await DistributorProcess.RunAsync(
            directory.Path,
            Settings,
            "admin",
            "reset",
            "--email",
            "li@paper.example"
        );
        Assert.Equal((0, 1), (reset.Exit, reset.Lines.Count));
        var unknown = await DistributorProcess.RunAsync(
            directory.Path,
            Settings,
            "admin",
            "reset",
            "--email",
            "mo@paper.example"
        );
        Assert.Equal(1, unknown.Exit);
        Assert.Contains("There is no admin mo@paper.example", unknown.Errors, StringComparison.Ordinal);
    }
}

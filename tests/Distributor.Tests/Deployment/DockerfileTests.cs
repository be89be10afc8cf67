using Distributor.Testing;
using Xunit;

namespace Distributor.Tests.Deployment;

public sealed class DockerfileTests
{
    static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"));

    [Fact]
    public void Everything_copied_from_the_checkout_is_there()
    {
        var sources = Lines
            .Where(line =>
                line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal)
            )
            .SelectMany(line => line.Split(' ')[1..^1])
            .ToList();

        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.True(Path.Exists(Path.Combine(Repository.Root, source)), source));
    }

    [Fact]
    public void Every_project_the_app_is_built_from_is_restored_from_its_lock_file()
    {
        var projects = Directory.GetFiles(
            Path.Combine(Repository.Root, "src"),
            "*.csproj",
            SearchOption.AllDirectories
        );

        Assert.All(
            projects.Select(project => Path.GetRelativePath(Repository.Root, project)),
            project =>
                Assert.Contains(
                    Lines,
                    line =>
                        line.Contains(project, StringComparison.Ordinal)
                        && line.Contains(
                            Path.GetDirectoryName(project) + "/packages.lock.json",
                            StringComparison.Ordinal
                        )
                )
        );
    }

    [Fact]
    public void It_does_not_run_as_root_and_tells_whether_it_lives()
    {
        Assert.Contains("USER $APP_UID", Lines);
        Assert.Contains(Lines, line => line.Contains("GET /health/live HTTP/1.0", StringComparison.Ordinal));
    }
}

namespace Distributor.Tests.Deployment;

/// <summary>The parts of a compose file that the tests look at.</summary>
sealed class ComposeFile
{
    public Dictionary<string, ComposeService> Services { get; set; } = [];

    public Dictionary<string, object?> Volumes { get; set; } = [];
}

sealed class ComposeService
{
    public string? StopGracePeriod { get; set; }

    public Dictionary<string, ComposeDependency> DependsOn { get; set; } = [];

    public List<string> Ports { get; set; } = [];

    public List<string> Volumes { get; set; } = [];

    public Dictionary<string, string> Environment { get; set; } = [];

    public ComposeHealthcheck? Healthcheck { get; set; }
}

sealed class ComposeDependency
{
    public string? Condition { get; set; }
}

sealed class ComposeHealthcheck
{
    public List<string> Test { get; set; } = [];
}

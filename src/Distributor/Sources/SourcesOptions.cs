using Distributor.Settings;
using Microsoft.Extensions.Options;

namespace Distributor.Sources;

/// <summary>Section <c>Sources</c>.</summary>
public sealed class SourcesOptions
{
    public const string Section = "Sources";

    /// <summary>The smallest time between two polls of one source.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Lets addresses of loopback and private networks be fetched, which a stranger's feed must never reach.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>The watched folder; empty means <c>inbox</c> in the data directory.</summary>
    public string InboxDirectory { get; set; } = "";
}

internal sealed class SourcesOptionsValidator : IValidateOptions<SourcesOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, SourcesOptions options) => Setting.Result(Faults(options));

    private static IEnumerable<string> Faults(SourcesOptions options)
    {
        if (options.PollInterval < Shortest || options.PollInterval > Longest)
        {
            yield return Setting.Fault(
                "Sources:PollInterval",
                options.PollInterval,
                "between one second and one day",
                "00:05:00"
            );
        }
        if (options.InboxDirectory.Contains('\0', StringComparison.Ordinal) || File.Exists(options.InboxDirectory))
        {
            yield return Setting.Fault(
                "Sources:InboxDirectory",
                options.InboxDirectory,
                "a directory, not a file",
                "/var/lib/distributor/inbox"
            );
        }
    }
}

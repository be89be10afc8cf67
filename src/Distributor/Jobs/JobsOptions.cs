using Distributor.Settings;
using Microsoft.Extensions.Options;

namespace Distributor.Jobs;

/// <summary>Settings of section <c>Jobs</c>.</summary>
public sealed class JobsOptions
{
    public const string Section = "Jobs";

    /// <summary>Hangfire workers of this instance, at least 3: two of them are kept for alerts.</summary>
    public int Workers { get; set; } = 8;
}

internal sealed class JobsOptionsValidator : IValidateOptions<JobsOptions>
{
    public ValidateOptionsResult Validate(string? name, JobsOptions options) => Setting.Result(Faults(options));

    private static IEnumerable<string> Faults(JobsOptions options)
    {
        if (options.Workers is < 3 or > 100)
        {
            yield return Setting.Fault("Jobs:Workers", options.Workers, "3-100", "8");
        }
    }
}

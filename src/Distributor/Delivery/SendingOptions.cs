using Distributor.Settings;
using Microsoft.Extensions.Options;

namespace Distributor.Delivery;

/// <summary>Section <c>Sending</c>: the two brakes against too much at once.</summary>
public sealed class SendingOptions
{
    public const string Section = "Sending";

    /// <summary>More alerts than this to one address within an hour become one summary.</summary>
    public int AlertsPerHour { get; set; } = 30;

    /// <summary>More new items than this from one poll wait for an admin (<c>sources release</c>).</summary>
    public int FloodThreshold { get; set; } = 50;
}

internal sealed class SendingOptionsValidator : IValidateOptions<SendingOptions>
{
    public ValidateOptionsResult Validate(string? name, SendingOptions options) => Setting.Result(Faults(options));

    private static IEnumerable<string> Faults(SendingOptions options)
    {
        if (options.AlertsPerHour < 1)
        {
            yield return Setting.Fault(
                "Sending:AlertsPerHour",
                options.AlertsPerHour,
                "a whole number of at least 1",
                "30"
            );
        }
        if (options.FloodThreshold < 1)
        {
            yield return Setting.Fault(
                "Sending:FloodThreshold",
                options.FloodThreshold,
                "a whole number of at least 1",
                "50"
            );
        }
    }
}

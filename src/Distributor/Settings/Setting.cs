using System.Globalization;
using Microsoft.Extensions.Options;

namespace Distributor.Settings;

/// <summary>The one form in which a bad setting is reported: name, value, what it must be, an example.</summary>
public static class Setting
{
    /// <summary>A sentence such as <c>Smtp:Port is 99999; it must be 1-65535, e.g. 587</c>.</summary>
    public static string Fault(string name, object? value, string rule, string example)
    {
        var shown = Convert.ToString(value, CultureInfo.InvariantCulture);
        return $"{name} is {(string.IsNullOrWhiteSpace(shown) ? "empty" : shown)}; it must be {rule}, e.g. {example}";
    }

    /// <summary>The same for a secret, whose value is never shown.</summary>
    public static string SecretFault(string name, string rule, string example) =>
        $"{name} is set but of no use; it must be {rule}, e.g. {example}";

    /// <summary>The answer of a validator that collected <paramref name="faults"/>; no fault is success.</summary>
    public static ValidateOptionsResult Result(IEnumerable<string> faults)
    {
        List<string> all = [.. faults];
        return all.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(all);
    }
}

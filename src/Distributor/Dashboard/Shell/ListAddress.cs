using Microsoft.AspNetCore.WebUtilities;

namespace Distributor.Dashboard.Shell;

/// <summary>The address of a list with its filters; empty ones are left out, so that equal lists have equal addresses.</summary>
public sealed class ListAddress(string path, params (string Name, string? Value)[] filters)
{
    /// <summary>The same list with one value set or, by null, left out.</summary>
    public string With(string name, string? value) => Write([.. filters.Where(one => one.Name != name), (name, value)]);

    public override string ToString() => Write(filters);

    private string Write(IEnumerable<(string Name, string? Value)> set) =>
        QueryHelpers.AddQueryString(
            path,
            set.Where(one => !string.IsNullOrEmpty(one.Value)).Select(one => KeyValuePair.Create(one.Name, one.Value))
        );
}
